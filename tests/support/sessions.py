"""Sessions of no vendor in particular, to send what a generated facade makes."""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

import httpx

from visionapis.answers import Rules
from visionapis.connections import connect, connect_async
from visionapis.limits import Limits
from visionapis.retry import Retry
from visionapis.session import AsyncSession, Session, Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


def settings(url: str, timeout: float = 10.0) -> Settings:
    """Settings without a key, which send nothing twice."""
    return Settings(httpx.URL(url), timeout, Retry(max_retries=0), keyring=None, rules=Rules())


@contextmanager
def session(url: str, transport: httpx.BaseTransport | None = None) -> Iterator[Session]:
    """A session without a key."""
    opened = Session(settings(url), connect(httpx.URL(url), transport, None, Limits()))
    try:
        yield opened
    finally:
        opened.close()


@asynccontextmanager
async def async_session(url: str) -> AsyncIterator[AsyncSession]:
    """A session without a key that does not block."""
    opened = AsyncSession(settings(url), connect_async(httpx.URL(url), None, None, Limits()))
    try:
        yield opened
    finally:
        await opened.aclose()
