"""Sessions of no vendor in particular, to send what a generated facade makes."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

import httpx

from visionapis._http.call import Settings
from visionapis._http.limits import Limits
from visionapis._http.responses import Rules
from visionapis._http.retry import Retry
from visionapis._http.session import AsyncSession, Session
from visionapis._transport.pool import connect, connect_async

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator


def settings(url: str, timeout: float = 10.0, **changes: Any) -> Settings:
    """Settings without a key, which send nothing twice, with `changes`."""
    made = Settings(httpx.URL(url), timeout, Retry(max_retries=0), keyring=None, rules=Rules())
    return replace(made, **changes)


@contextmanager
def session(
    url: str, transport: httpx.BaseTransport | None = None, limits: Limits | None = None, **changes: Any
) -> Iterator[Session]:
    """A session without a key; `changes` are those of its settings."""
    opened = Session(settings(url, **changes), connect(httpx.URL(url), transport, None, limits or Limits()))
    try:
        yield opened
    finally:
        opened.close()


@asynccontextmanager
async def async_session(
    url: str, transport: httpx.AsyncBaseTransport | str | None = None, limits: Limits | None = None, **changes: Any
) -> AsyncIterator[AsyncSession]:
    """A session without a key that does not block; `changes` are those of its settings."""
    connections = connect_async(httpx.URL(url), transport, None, limits or Limits())
    opened = AsyncSession(settings(url, **changes), connections)
    try:
        yield opened
    finally:
        await opened.aclose()


def send(vendor: str, call: Callable[[Any], Any], url: str, *, asynchronous: bool, **changes: Any) -> Any:
    """What `call` gives or raises when it is handed a vendor's facade."""
    facade = import_module(f"visionapis_generated.{vendor}.facade")

    async def later() -> Any:
        async with async_session(url, **changes) as opened:
            return await call(facade.AsyncFacade(opened))

    if asynchronous:
        return asyncio.run(later())
    with session(url, **changes) as opened:
        return call(facade.Facade(opened))
