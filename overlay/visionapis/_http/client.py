"""What the clients of all vendors have in common."""

from __future__ import annotations

import copy
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Generic, ParamSpec, TypeVar, cast

from visionapis._transport.pool import connect, connect_async
from visionapis.errors import ConfigurationError
from visionapis.options import CallOptions, changed, check_names

from .call import ANSWERS
from .session import AsyncSession, Session
from .vendor import Loader

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator
    from types import TracebackType
    from typing import Self, Unpack

    import httpx

    from .vendor import Given, Vendor

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RawResponse(Generic[T]):
    """An answer as it came, with what was read from it."""

    value: T
    """What the method returns."""
    status: int
    headers: httpx.Headers = field(repr=False)
    content: bytes = field(repr=False)


class Client:
    """A client that holds connections until it is closed."""

    _session: Session

    def __init__(self, vendor: Vendor, given: Given) -> None:
        settings = given.settings(vendor)
        transport = cast("httpx.BaseTransport | None", given.options.get("transport"))
        self._open(Session(settings, connect(settings.base_url, transport, given.proxy, given.limits())))
        self._load = Loader(vendor, given)

    def with_options(self, **options: Unpack[CallOptions]) -> Self:
        """A copy with other options, which shares connections and limits: to close one is to close both."""
        check_names(options, CallOptions)
        copied = _copy(self)
        copied._open(Session(changed(self._session.settings, options), self._session.connections))
        return copied

    def with_raw_response(self, method: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> RawResponse[T]:
        """What a method of this client returns, with the answer that it was read from.

        When the method makes several requests, the answer is the last one's. Raises what the method raises.

        `client.with_raw_response(client.tasks.list, page_size=5).headers`
        """
        with _collected() as answers:
            value = method(*args, **kwargs)
        return _raw(value, answers)

    def close(self) -> None:
        """Close every connection."""
        self._session.close()

    def _open(self, session: Session) -> None:
        self._session = session
        # The next class in line is the vendor's facade.
        cast("Callable[[Session], None]", super().__init__)(session)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return _name(self)


class AsyncClient:
    """A client that does not block, and holds connections until it is closed."""

    _session: AsyncSession

    def __init__(self, vendor: Vendor, given: Given) -> None:
        settings = given.settings(vendor)
        transport = cast("httpx.AsyncBaseTransport | str | None", given.options.get("transport"))
        self._open(AsyncSession(settings, connect_async(settings.base_url, transport, given.proxy, given.limits())))
        self._load = Loader(vendor, given)

    def with_options(self, **options: Unpack[CallOptions]) -> Self:
        """A copy with other options, which shares connections and limits: to close one is to close both."""
        check_names(options, CallOptions)
        copied = _copy(self)
        copied._open(AsyncSession(changed(self._session.settings, options), self._session.connections))
        return copied

    async def with_raw_response(
        self, method: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> RawResponse[T]:
        """What a method of this client returns, with the answer that it was read from; see `Client`."""
        with _collected() as answers:
            value = await method(*args, **kwargs)
        return _raw(value, answers)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._session.aclose()

    def _open(self, session: AsyncSession) -> None:
        self._session = session
        # The next class in line is the vendor's facade.
        cast("Callable[[AsyncSession], None]", super().__init__)(session)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return _name(self)


AnyClient = TypeVar("AnyClient", bound=Client | AsyncClient)


def _copy(client: AnyClient) -> AnyClient:
    """A copy without the resources, which know their session."""
    copied = copy.copy(client)
    for name in list(vars(copied)):
        if isinstance(getattr(type(client), name, None), cached_property):
            del vars(copied)[name]
    return copied


def _name(client: Client | AsyncClient) -> str:
    # Without a session while it is being made, when a traceback may show it.
    session = getattr(client, "_session", None)
    return f"<{type(client).__name__} {session and session.settings.base_url}>"


@contextmanager
def _collected() -> Generator[list[httpx.Response]]:
    """The answers of the calls that are made within."""
    answers: list[httpx.Response] = []
    token = ANSWERS.set(answers)
    try:
        yield answers
    finally:
        ANSWERS.reset(token)
    if (outer := ANSWERS.get()) is not None:
        outer += answers


def _raw(value: T, answers: list[httpx.Response]) -> RawResponse[T]:
    if not answers:
        raise ConfigurationError("the method made no request; an iterator makes its first one when it is iterated over")
    last = answers[-1]
    return RawResponse(value, last.status_code, last.headers, last.content)
