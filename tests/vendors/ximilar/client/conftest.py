"""Clients of Ximilar, synchronous and asynchronous."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from visionapis import (
    AsyncXimilar,
    Ximilar,
)

from .api import KEY

if TYPE_CHECKING:
    from tests.helpers.recording import RecordingServer

    from .api import Run, Use


@pytest.fixture(params=["sync", "async"])
def run(request: pytest.FixtureRequest) -> Run:
    """Call a function with a client, synchronous or asynchronous, and return its result; an iterator as a list."""

    def sync(server: RecordingServer, use: Use) -> Any:
        with Ximilar(KEY, base_url=server.url, max_retries=0) as client:
            result = use(client)
            return list(result) if isinstance(result, Iterator) else result

    async def later(server: RecordingServer, use: Use) -> Any:
        async with AsyncXimilar(KEY, base_url=server.url, max_retries=0) as client:
            result = use(client)
            return [item async for item in result] if isinstance(result, AsyncIterator) else await result

    return sync if request.param == "sync" else lambda server, use: asyncio.run(later(server, use))
