"""Batches of images: order, laziness, and the errors yielded in place of results."""

from __future__ import annotations

import asyncio
import io
import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from visionapis import (
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    InvalidImageError,
    ItemFailure,
    PartialFailureError,
    QuotaExceededError,
    RequestTooLargeError,
    ServerError,
    UnprocessableEntityError,
    VisionAPIError,
)
from visionapis._http.batches import item_errors, map_batches, map_batches_async, map_items, map_items_async, single

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Sequence


def load(item: int) -> int:
    """Return ten times the item; negative items raise InvalidImageError."""
    if item < 0:
        raise InvalidImageError(f"image {item}")
    return item * 10


async def load_async(item: int) -> int:
    """Return ten times the item, asynchronously."""
    return load(item)


class BatchServer:
    """A server that records the batches it receives and returns their items as strings."""

    def __init__(self) -> None:
        """Start without batches."""
        self.batches: list[list[int]] = []

    def __call__(self, batch: Sequence[int]) -> list[str | VisionAPIError]:
        """Return one string per item."""
        self.batches.append(list(batch))
        return [str(item) for item in batch]

    async def call_async(self, batch: Sequence[int]) -> list[str | VisionAPIError]:
        """Return one string per item, asynchronously."""
        return self(batch)


async def async_iterable(items: Iterable[int]) -> AsyncIterator[int]:
    """Yield the items asynchronously."""
    for item in items:
        await asyncio.sleep(0)
        yield item


ITEMS = [1, -1, 2, 3, -2, -3, -4, 4]
RESULTS = ["10", "image -1", "20", "30", "image -2", "image -3", "image -4", "40"]
BATCHES = [[10, 20], [30], [40]]


def test_results_and_errors_are_in_order() -> None:
    """Results and load errors are in the order of the images, and a batch without images is not sent."""
    server = BatchServer()
    assert [str(result) for result in map_batches(ITEMS, 3, load, server)] == RESULTS
    assert server.batches == BATCHES
    unused_server = BatchServer()
    assert [str(result) for result in map_batches([-1, -2], 2, load, unused_server)] == ["image -1", "image -2"]
    assert unused_server.batches == []


@pytest.mark.parametrize("items", [ITEMS, tuple(ITEMS), async_iterable(ITEMS)], ids=["list", "tuple", "async"])
def test_async_results_are_the_same(items: Iterable[int] | AsyncIterator[int]) -> None:
    """The asynchronous function yields the same results, for iterables and asynchronous iterables."""
    server = BatchServer()

    async def collect() -> list[str]:
        return [str(result) async for result in map_batches_async(items, 3, load_async, server.call_async)]

    assert asyncio.run(collect()) == RESULTS
    assert server.batches == BATCHES


def test_batches_are_split_by_group_key() -> None:
    """A batch is split where `group_key` changes; results before a failed request are yielded."""
    server = BatchServer()
    assert list(map_batches([1, 3, 2, 5, 7], 4, load, server, group_key=lambda item: item % 20)) == [
        "10",
        "30",
        "20",
        "50",
        "70",
    ]
    assert server.batches == [[10, 30], [20], [50], [70]]

    def fail_on_20(batch: Sequence[int]) -> list[str | VisionAPIError]:
        if batch == [20]:
            raise AuthenticationError("no key")
        return server(batch)

    async def call_async(batch: Sequence[int]) -> list[str | VisionAPIError]:
        return fail_on_20(batch)

    async def first(received: list[object]) -> None:
        async for result in map_batches_async([1, 2], 2, load_async, call_async, group_key=str):
            received.append(result)  # noqa: PERF401  (extend() would lose the results before the failure)

    results = map_batches([1, 2], 2, load, fail_on_20, group_key=str)
    assert next(results) == "10"
    with pytest.raises(AuthenticationError):
        next(results)
    received: list[object] = []
    with pytest.raises(AuthenticationError):
        asyncio.run(first(received))
    assert received == ["10"]


def test_single_returns_or_raises() -> None:
    """`single` returns the only result, or raises it if it is an error."""
    assert single(["a"]) == "a"
    with pytest.raises(InvalidImageError, match="this one"):
        single([InvalidImageError("this one")])


def test_iterable_is_read_one_batch_ahead() -> None:
    """An endless iterable is read only as far as the batch of the requested result."""
    read: list[int] = []

    def endless() -> Iterable[int]:
        for number in itertools.count():
            read.append(number)
            yield number

    assert list(itertools.islice(map_batches(endless(), 4, load, BatchServer()), 5)) == ["0", "10", "20", "30", "40"]
    assert read == list(range(8))

    async def first() -> list[str | VisionAPIError]:
        results: list[str | VisionAPIError] = []
        async for result in map_batches_async(endless(), 4, load_async, BatchServer().call_async):
            results.append(result)
            if len(results) == 5:
                break
        return results

    read.clear()
    assert asyncio.run(first()) == ["0", "10", "20", "30", "40"]
    assert read == list(range(8))


@pytest.mark.parametrize(
    "error_class", [InvalidImageError, BadRequestError, RequestTooLargeError, UnprocessableEntityError]
)
def test_image_error_is_yielded_in_place_of_a_result(error_class: type[VisionAPIError]) -> None:
    """An image error is yielded in place of its result, without a traceback, and the iteration goes on."""

    def classify(item: int) -> int:
        if item == 2:
            raise error_class("this one")
        return item

    async def call_async(item: int) -> int:
        return classify(item)

    async def collect() -> list[int | VisionAPIError]:
        return [result async for result in map_items_async([1, 2, 3], call_async)]

    for results in (list(map_items([1, 2, 3], classify)), asyncio.run(collect())):
        assert [results[0], results[2], type(results[1]), str(results[1])] == [1, 3, error_class, "this one"]
        assert isinstance(results[1], VisionAPIError)
        assert results[1].__traceback__ is None


def test_other_errors_are_raised() -> None:
    """Any other error is raised after the results before it; so is an error about a whole batch."""

    def classify(item: int) -> int:
        if item == 2:
            raise AuthenticationError("no key")
        return item

    results = map_items([1, 2, 3], classify)
    assert next(results) == 1
    with pytest.raises(AuthenticationError, match="no key"):
        next(results)

    def reject(_batch: Sequence[int]) -> list[int | VisionAPIError]:
        raise BadRequestError("the whole batch")

    with pytest.raises(BadRequestError, match="the whole batch"):
        next(map_batches([1, 2], 2, load, reject))


@pytest.mark.parametrize(
    "image",
    [
        "a.png",
        b"bytes",
        Path("a.png"),
        io.BytesIO(b"line\n"),
        Image.new("L", (2, 2)),
        np.zeros((2, 3, 3), np.uint8),
        np.zeros((2, 2), np.uint8),
    ],
)
def test_single_image_is_rejected(image: object) -> None:
    """Passing one image instead of several raises ConfigurationError, also if its rows look like images."""

    async def classify(_item: object) -> None:
        raise AssertionError

    async def collect() -> None:
        async for _ in map_items_async(image, classify):  # type: ignore[arg-type]  # the mistake under test
            pass

    with pytest.raises(ConfigurationError, match="expected several images"):
        list(map_items(image, print))  # type: ignore[arg-type]  # the mistake under test
    with pytest.raises(ConfigurationError, match="expected several images"):
        asyncio.run(collect())


def test_item_failures_become_typed_errors() -> None:
    """Each ItemFailure becomes the exception of its status, with the details of the request."""
    error = PartialFailureError("some failed", operation="tag_call", status_code=200, request_id="r1")
    error.failures = (
        ItemFailure(0, 402, "no credits"),
        ItemFailure(2, 500, "broken"),
        ItemFailure(3, None, "cannot be fetched"),
    )
    error._note(attempts=2, curl="curl https://example.com")
    results = item_errors(error)
    assert {index: (type(each), str(each), each.status_code) for index, each in results.items()} == {
        0: (QuotaExceededError, "tag_call: status 402: no credits", 402),
        2: (ServerError, "tag_call: status 500: broken", 500),
        3: (BadRequestError, "tag_call: cannot be fetched", None),
    }
    assert {(each.operation, each.request_id, each.attempts, each.as_curl()) for each in results.values()} == {
        ("tag_call", "r1", 2, "curl https://example.com")
    }
