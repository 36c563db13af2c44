"""Sources of images that fail: the images before the error are classified."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.recording import RecordingServer
from tests.vendors.ximilar.client.api import KEY, TASK, classified, record
from visionapis import AsyncXimilar, Ximilar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

URLS = [f"https://images.example.com/{number}.jpg" for number in range(3)]


def failing() -> Iterator[str]:
    """Yield three images, and fail."""
    yield from URLS
    raise LookupError("the database is gone")


async def failing_async() -> AsyncIterator[str]:
    """Yield three images, and fail."""
    for url in URLS:
        yield url
    raise LookupError("the database is gone")


@pytest.mark.parametrize("source", ["sync", "sync in async", "async"])
def test_images_before_an_error_of_their_source(source: str) -> None:
    """The images of an incomplete request are sent, and their results yielded, before the error is raised."""
    results: list[Any] = []

    async def classify(url: str) -> None:
        async with AsyncXimilar(KEY, base_url=url) as client:
            images = failing_async() if source == "async" else failing()
            async for result in client.classify_many(images, task=TASK):
                results.append(result)  # noqa: PERF401  (the iteration raises)

    def classify_sync(url: str) -> None:
        with Ximilar(KEY, base_url=url) as client:
            results.extend(client.classify_many(failing(), task=TASK))

    with (
        RecordingServer(classified(record("a"), record("b"), record("c"))) as server,
        pytest.raises(LookupError, match="the database is gone"),
    ):
        classify_sync(server.url) if source == "sync" else asyncio.run(classify(server.url))

    assert [result.top.name for result in results] == ["a", "b", "c"]
