"""Images of a rejected request that are sent one by one, when the iteration ends meanwhile."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.recording import SINGLE_LABEL, Received, RecordingServer, make_response
from visionapis import AsyncRoboflow, Attempt, AuthenticationError, Roboflow

if TYPE_CHECKING:
    from collections.abc import Iterator

URLS = [f"https://images.example.com/{name}.png" for name in ("a1", "a2", "b1", "b2")]


def names_in(request: Received) -> list[str]:
    """Return the names of the images in a request."""
    images = json.loads(request.body)["image"]
    return [each["value"].rpartition("/")[2].removesuffix(".png") for each in images]


@pytest.mark.parametrize("asynchronous", [False, True])
def test_no_single_image_is_sent_after_the_end(asynchronous: bool) -> None:
    """When an earlier request has failed for good, images that would be sent one by one are not sent any more."""
    single_sent, failed = threading.Event(), threading.Event()

    def respond(request: Received) -> bytes:
        names = names_in(request)
        if names == ["a1", "a2"]:
            single_sent.wait(20)
            return make_response({"message": "wrong key"}, status="401 Unauthorized")
        if names == ["b1", "b2"]:
            return make_response({"message": "Could not load input image"}, status="400 Bad Request")
        single_sent.set()
        failed.wait(20)
        time.sleep(0.5)  # until the caller's iteration knows of it
        return make_response(json.dumps([SINGLE_LABEL]))

    def observe(attempt: Attempt) -> None:
        if attempt.status_code == 401:
            failed.set()

    options: dict[str, Any] = {"on_attempt": observe, "timeout": 60.0}
    arguments: dict[str, Any] = {"model": "digits/1", "batch_size": 2, "max_concurrency": 2}

    async def classify_async(url: str) -> None:
        async with AsyncRoboflow("a-key", base_url=url, **options) as client:
            async for _ in client.classify_many(URLS, **arguments):
                pass

    def classify(url: str) -> Iterator[object]:
        with Roboflow("a-key", base_url=url, **options) as client:
            yield from client.classify_many(URLS, **arguments)

    with RecordingServer(respond) as server, pytest.raises(AuthenticationError):
        asyncio.run(classify_async(server.url)) if asynchronous else list(classify(server.url))

    assert sorted(map(names_in, server.received)) == [["a1", "a2"], ["b1"], ["b1", "b2"]]
