"""What the clients of all vendors have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .session import AsyncSession, Session, Settings

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    import httpx


class Client:
    """A client that holds connections until it is closed."""

    def __init__(self, settings: Settings, transport: httpx.BaseTransport | None) -> None:
        """`transport` replaces the network; it is closed with the client."""
        self._settings = settings
        self._session = Session(settings, transport)

    def close(self) -> None:
        """Close every connection."""
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        # Without settings while it is being made, when a traceback may show it.
        return f"<{type(self).__name__} {getattr(self, '_settings', None) and self._settings.base_url}>"


class AsyncClient:
    """A client that does not block, and holds connections until it is closed."""

    def __init__(self, settings: Settings, transport: httpx.AsyncBaseTransport | None) -> None:
        """`transport` replaces the network; it is closed with the client."""
        self._settings = settings
        self._session = AsyncSession(settings, transport)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._session.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        # Without settings while it is being made, when a traceback may show it.
        return f"<{type(self).__name__} {getattr(self, '_settings', None) and self._settings.base_url}>"
