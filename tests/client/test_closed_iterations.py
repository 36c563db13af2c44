"""Iterations over many images that are closed early: which requests end, and which are waited for."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from tests.helpers.recording import SINGLE_LABEL, Received, RecordingServer, make_response
from visionapis import AsyncRoboflow, Attempt, Roboflow

if TYPE_CHECKING:
    from collections.abc import Callable

URLS = [f"https://images.example.com/{number}.png" for number in range(4)]


def holding(number: int, released: threading.Event, seconds: float) -> Callable[[Received], bytes]:
    """Return a response that is sent when it is `released`, or after some seconds, unless it is to this image."""

    def respond(request: Received) -> bytes:
        if f"{number}.png" not in request.query["image"]:
            released.wait(seconds)
        return make_response(SINGLE_LABEL)

    return respond


def test_closing_waits_for_requests_in_flight() -> None:
    """Closing the iterator returns when the requests in flight have ended, and starts no others."""
    attempts: list[Attempt] = []
    server = RecordingServer(holding(0, threading.Event(), 0.5), crowd=2)
    with server, Roboflow(base_url=server.url, on_attempt=attempts.append) as client:
        results = client.classify_many(URLS, model="digits/1", max_concurrency=2)
        next(results)
        results.close()  # type: ignore[attr-defined]  # a generator
        received, ended = len(server.received), len(attempts)

    assert ended == received == len(server.received)
    assert 2 <= ended < len(URLS)


def test_closing_cancels_tasks() -> None:
    """Closing the asynchronous iterator cancels the requests in flight, and does not wait for their responses."""
    released = threading.Event()

    async def main(url: str) -> None:
        async with AsyncRoboflow(base_url=url, timeout=60.0) as client:
            results = client.classify_many(URLS, model="digits/1", max_concurrency=2)
            await anext(results)
            async with asyncio.timeout(20):
                await results.aclose()  # type: ignore[attr-defined]  # a generator

    with RecordingServer(holding(0, released, 60.0), crowd=2) as server:
        try:
            asyncio.run(main(server.url))
        finally:
            released.set()

    assert len(server.received) < len(URLS)
