"""Sessions without a vendor's client, which send the requests of generated resources."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

import httpx

from visionapis._http.limits import Limits
from visionapis._http.response_rules import ResponseRules
from visionapis._http.retry import RetryPolicy
from visionapis._http.session import AsyncSession, Session
from visionapis._http.settings import Settings
from visionapis._transport.pool import make_async_connections, make_connections

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from visionapis.options import AsyncClientOptions


def settings(url: str, timeout: float = 10.0, **changes: Any) -> Settings:
    """Return settings without a key and without retries, with `changes`."""
    result = Settings(
        "vendor", httpx.URL(url), timeout, RetryPolicy(max_retries=0), authenticator=None, rules=ResponseRules()
    )
    return replace(result, **changes)


@contextmanager
def session(
    url: str, transport: httpx.BaseTransport | None = None, limits: Limits | None = None, **changes: Any
) -> Iterator[Session]:
    """Open a session without a key; `changes` are changes of its settings."""
    connections = make_connections(httpx.URL(url), None, {"transport": transport}, limits or Limits())
    session_ = Session(settings(url, **changes), connections)
    try:
        yield session_
    finally:
        session_.close()


@asynccontextmanager
async def async_session(
    url: str, transport: httpx.AsyncBaseTransport | str | None = None, limits: Limits | None = None, **changes: Any
) -> AsyncIterator[AsyncSession]:
    """Open an asynchronous session without a key; `changes` are changes of its settings."""
    options = cast("AsyncClientOptions", {"transport": transport})
    connections = make_async_connections(httpx.URL(url), None, options, limits or Limits())
    session_ = AsyncSession(settings(url, **changes), connections)
    try:
        yield session_
    finally:
        await session_.aclose()


def send(vendor: str, call: Callable[[Any], Any], url: str, *, asynchronous: bool, **changes: Any) -> Any:
    """Call `call` with the generated resources of a vendor and return its result."""
    module = import_module(f"visionapis_generated.{vendor}.resources")

    async def send_async() -> Any:
        async with async_session(url, **changes) as session_:
            return await call(module.AsyncResources(session_))

    if asynchronous:
        return asyncio.run(send_async())
    with session(url, **changes) as session_:
        return call(module.Resources(session_))
