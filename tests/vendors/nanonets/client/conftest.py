"""Clients of Nanonets, synchronous and asynchronous."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

import pytest

from visionapis import (
    AsyncNanonets,
    Nanonets,
)

from .api import Call, _method


@pytest.fixture(params=["sync", "async"])
def call(request: pytest.FixtureRequest) -> Call:
    """Call a method of the synchronous or asynchronous client by its name; return an iterator as a list."""

    def call_sync(url: str, method: str, *arguments: Any, **options: Any) -> Any:
        with Nanonets("key", base_url=url, timeout=10) as client:
            result = _method(client, method)(*arguments, **options)
            return list(result) if inspect.isgenerator(result) else result

    async def call_async(url: str, method: str, *arguments: Any, **options: Any) -> Any:
        async with AsyncNanonets("key", base_url=url, timeout=10) as client:
            result = _method(client, method)(*arguments, **options)
            return await result if inspect.isawaitable(result) else [each async for each in result]

    def call_async_and_wait(url: str, method: str, *arguments: Any, **options: Any) -> Any:
        return asyncio.run(call_async(url, method, *arguments, **options))

    return call_sync if request.param == "sync" else call_async_and_wait
