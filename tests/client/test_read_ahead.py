"""The client's own `max_concurrency` as the default and the bound of `classify_many`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.helpers.recording import RecordingServer
from visionapis import AsyncRoboflow, Roboflow

if TYPE_CHECKING:
    from collections.abc import Iterator


class Images:
    """URLs of images, and the number of them that were read."""

    count = 0

    def __iter__(self) -> Iterator[str]:
        for self.count in range(1, 21):
            yield f"https://images.example.com/{self.count}.png"


@pytest.mark.parametrize("argument", [None, 8])
@pytest.mark.parametrize("asynchronous", [False, True])
def test_limit_of_the_client_bounds_what_is_read_ahead(asynchronous: bool, argument: int | None) -> None:
    """The client's limit holds for an iteration without one, and for one with a larger one."""
    images = Images()

    async def first(url: str) -> None:
        async with AsyncRoboflow(base_url=url, max_concurrency=1) as client:
            results = client.classify_many(images, model="digits/1", max_concurrency=argument)
            await anext(results)
            await results.aclose()  # type: ignore[attr-defined]  # a generator

    with RecordingServer() as server:
        if asynchronous:
            asyncio.run(first(server.url))
        else:
            with Roboflow(base_url=server.url, max_concurrency=1) as client:
                results = client.classify_many(images, model="digits/1", max_concurrency=argument)
                next(results)
                results.close()  # type: ignore[attr-defined]  # a generator

    assert images.count <= 3


@pytest.mark.parametrize("asynchronous", [False, True])
def test_limit_of_the_client_is_the_default(asynchronous: bool) -> None:
    """As many requests are in flight as the client allows, if the iteration names no number."""
    urls = [f"https://images.example.com/{number}.png" for number in range(12)]

    async def classify(url: str) -> None:
        async with AsyncRoboflow(base_url=url, max_concurrency=12) as client:
            async for _ in client.classify_many(urls, model="digits/1"):
                pass

    def classify_sync(url: str) -> None:
        with Roboflow(base_url=url, max_concurrency=12) as client:
            list(client.classify_many(urls, model="digits/1"))

    with RecordingServer(crowd=12) as server:
        asyncio.run(classify(server.url)) if asynchronous else classify_sync(server.url)

    assert server.peak == 12
