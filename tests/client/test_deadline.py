"""A call ends within its timeout, whatever the server does with the time."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.helpers.images import picture
from tests.helpers.recording import RecordingServer, answer
from visionapis import AsyncRoboflow, CallTimeoutError, Roboflow, VisionAPIError

FILLED = answer('{"a": "' + "x" * 3000 + '"}', padding="y" * 3000)

SLOW = {
    "headers that drip": (FILLED, 0.002),
    "a body that drips": (answer('{"a": "' + "x" * 4000 + '"}'), 0.002),
    "informational answers without end": (b"HTTP/1.1 100 Continue\r\n\r\n" * 400 + answer("{}"), 0.001),
}


def outcome(url: str, *, asynchronous: bool) -> tuple[VisionAPIError | None, float]:
    """The error of a call with a quarter of a second, and the seconds that it took."""

    async def call() -> None:
        async with AsyncRoboflow(base_url=url, timeout=0.25) as client:
            await client.infer(picture(), model="digits/1")

    start = time.monotonic()
    try:
        if asynchronous:
            asyncio.run(call())
        else:
            with Roboflow(base_url=url, timeout=0.25) as client:
                client.infer(picture(), model="digits/1")
    except VisionAPIError as error:
        return error, time.monotonic() - start
    return None, time.monotonic() - start


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("name", SLOW)
def test_time_is_for_the_whole_call(name: str, asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """Bytes that keep coming do not extend it; without the deadline each of these answers takes six seconds or more."""
    reply, pause = SLOW[name]
    with RecordingServer(reply, pause=pause) as server:
        error, seconds = outcome(server.url, asynchronous=asynchronous)

    assert type(error) is CallTimeoutError
    assert seconds < 4


def test_next_call_has_its_own_time() -> None:
    """A deadline ends with its call."""
    with RecordingServer() as server, Roboflow(base_url=server.url, timeout=0.5) as client:
        for _ in range(3):
            client.infer(picture(), model="digits/1")
            time.sleep(0.3)

    assert len(server.received) == 3
