"""Errors that end an iteration while other requests are in flight."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.recording import SINGLE_LABEL, Received, RecordingServer, make_response
from visionapis import AsyncRoboflow, Attempt, AuthenticationError, Roboflow

if TYPE_CHECKING:
    from collections.abc import Iterator

URLS = [f"https://images.example.com/{number}.png" for number in range(4)]


@pytest.mark.parametrize("asynchronous", [False, True])
def test_requests_in_flight_end_before_an_error_is_raised(asynchronous: bool) -> None:
    """The error is raised when the other requests, which may cost money, have got their responses."""
    attempts: list[Attempt] = []
    failed = threading.Event()

    def respond(request: Received) -> bytes:
        if "0.png" in request.query["image"]:
            return make_response({"message": "wrong key"}, status="401 Unauthorized")
        failed.wait(20)
        time.sleep(0.3)  # until the caller's iteration knows of it
        return make_response(SINGLE_LABEL)

    def observe(attempt: Attempt) -> None:
        attempts.append(attempt)
        if attempt.status_code == 401:
            failed.set()

    options: dict[str, Any] = {"on_attempt": observe, "timeout": 60.0}

    async def classify_async(url: str) -> None:
        async with AsyncRoboflow("a-key", base_url=url, **options) as client:
            async for _ in client.classify_many(URLS, model="digits/1", max_concurrency=2):
                pass

    def classify(url: str) -> Iterator[object]:
        with Roboflow("a-key", base_url=url, **options) as client:
            yield from client.classify_many(URLS, model="digits/1", max_concurrency=2)

    with RecordingServer(respond, crowd=2) as server, pytest.raises(AuthenticationError):
        asyncio.run(classify_async(server.url)) if asynchronous else list(classify(server.url))

    assert [each.status_code for each in attempts] == [401, 200]
    assert len(server.received) == 2
