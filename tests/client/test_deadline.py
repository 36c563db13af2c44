"""`timeout` limits the duration of a whole call, however slowly the server sends."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from tests.helpers.images import make_image
from tests.helpers.recording import RecordingServer, make_response
from tests.helpers.tls import AUTHORITY, TLSServer
from visionapis import APITimeoutError, AsyncRoboflow, Roboflow, VisionAPIError

LONG_RESPONSE = make_response('{"a": "' + "x" * 3000 + '"}', padding="y" * 3000)

SLOW_RESPONSES = {
    "slow headers": (LONG_RESPONSE, 0.002),
    "slow body": (make_response('{"a": "' + "x" * 4000 + '"}'), 0.002),
    "endless 100 responses": (b"HTTP/1.1 100 Continue\r\n\r\n" * 400 + make_response("{}"), 0.001),
}


def outcome(url: str, *, asynchronous: bool) -> tuple[VisionAPIError | None, float]:
    """Return the error of a call with a timeout of 0.25 s, and its duration in seconds."""

    async def call() -> None:
        async with AsyncRoboflow(base_url=url, timeout=0.25) as client:
            await client.infer(make_image(), model="digits/1")

    start = time.monotonic()
    try:
        if asynchronous:
            asyncio.run(call())
        else:
            with Roboflow(base_url=url, timeout=0.25) as client:
                client.infer(make_image(), model="digits/1")
    except VisionAPIError as error:
        return error, time.monotonic() - start
    return None, time.monotonic() - start


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("name", SLOW_RESPONSES)
def test_timeout_covers_the_whole_call(name: str, asynchronous: bool) -> None:
    """Bytes that keep arriving do not extend the timeout; each of these responses takes six seconds or more."""
    reply, pause = SLOW_RESPONSES[name]
    with RecordingServer(reply, pause=pause) as server:
        error, elapsed = outcome(server.url, asynchronous=asynchronous)

    assert type(error) is APITimeoutError
    assert elapsed < 4


def test_each_call_has_its_own_deadline() -> None:
    """The deadline of a call does not carry over to the next one."""
    with RecordingServer() as server, Roboflow(base_url=server.url, timeout=0.5) as client:
        for _ in range(3):
            client.infer(make_image(), model="digits/1")
            time.sleep(0.3)

    assert len(server.received) == 3


@pytest.mark.parametrize("transport", ["synchronous", "httpx", "aiohttp"])
def test_timeout_covers_the_whole_call_over_tls(transport: Any) -> None:
    """Bytes that keep arriving over TLS do not extend the timeout; the response takes six seconds."""
    with TLSServer("trusted", LONG_RESPONSE, pause=0.001) as server:
        options: Any = {"base_url": server.url, "timeout": 0.5, "verify": AUTHORITY, "max_retries": 0}

        async def call_async() -> None:
            async with AsyncRoboflow(transport=transport, **options) as client:
                await client.infer(make_image(), model="digits/1")

        def call() -> None:
            with Roboflow(**options) as client:
                client.infer(make_image(), model="digits/1")

        start = time.monotonic()
        with pytest.raises(APITimeoutError):
            call() if transport == "synchronous" else asyncio.run(call_async())
        assert time.monotonic() - start < 4
