"""Asynchronous functions that return the key."""

from __future__ import annotations

import asyncio
import gc
import re
import warnings
from typing import Any

import pytest

from tests.helpers.recording import RecordingServer, make_response
from visionapis import APITimeoutError, AsyncXimilar, ConfigurationError, VisionAPIError, Ximilar

KEY = "xi_canary-key"
TASK = make_response('{"id": "a", "name": "a", "type": "multi_class", "production_version": null}')


def failure(key: Any, **options: Any) -> VisionAPIError:
    """Return the error of an async call that sends nothing."""

    async def call(url: str) -> None:
        async with AsyncXimilar(key, base_url=url, **options) as client:
            await client.tasks.get("a")

    with RecordingServer(TASK) as server, pytest.raises(VisionAPIError) as caught:
        asyncio.run(call(server.url))
    assert server.received == []
    return caught.value


def test_async_function_is_called_once_per_call() -> None:
    """The function is awaited once per call, also if the call is retried."""
    keys = iter([f"{KEY}-1", f"{KEY}-2"])
    busy = make_response("{}", status="503 Busy", retry_after="0")

    async def provide() -> str:
        await asyncio.sleep(0)
        return next(keys)

    async def call(url: str) -> None:
        async with AsyncXimilar(provide, base_url=url) as client:
            await client.tasks.get("a")
            await client.tasks.get("a")

    with RecordingServer(busy, TASK, TASK) as server:
        asyncio.run(call(server.url))

    sent = [each.headers["authorization"] for each in server.received]
    assert sent == [f"Token {KEY}-1", f"Token {KEY}-1", f"Token {KEY}-2"]


def test_async_function_is_within_the_timeout() -> None:
    """A function that takes longer than the timeout of the call ends the call."""

    async def provide() -> str:
        await asyncio.sleep(30)
        return KEY

    assert isinstance(failure(provide, timeout=0.2), APITimeoutError)


def test_failing_async_function() -> None:
    """An exception or an invalid key of the function is a ConfigurationError without its text."""

    async def fail() -> str:
        raise LookupError(KEY)

    async def invalid() -> str:
        return f"{KEY}\n"

    for provide, message in ((fail, r"api_key\(\) raised LookupError"), (invalid, "invalid API key")):
        error = failure(provide)
        assert isinstance(error, ConfigurationError)
        assert re.search(message, str(error))
        assert KEY not in f"{error} {vars(error)}"


class AsyncCallable:
    """An object that is called like an async function."""

    async def __call__(self) -> str:
        """Return the key."""
        return KEY


def test_async_function_in_a_sync_client() -> None:
    """A sync client refuses it, without a warning of a coroutine that was not awaited."""

    async def provide() -> str:
        return KEY

    with warnings.catch_warnings(), RecordingServer(TASK) as server:
        warnings.simplefilter("error")
        with pytest.raises(ConfigurationError, match="api_key is an asynchronous function"):
            Ximilar(provide)  # type: ignore[arg-type]  # the mistake under test
        for key in (AsyncCallable(), lambda: provide()):
            with (
                Ximilar(key, base_url=server.url) as client,  # type: ignore[arg-type]  # the mistake under test
                pytest.raises(ConfigurationError, match="api_key is an asynchronous function"),
            ):
                client.tasks.get("a")
        gc.collect()

    assert server.received == []
