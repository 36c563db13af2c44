"""Batches of images: order, laziness, concurrency, and the errors yielded in place of results."""

from __future__ import annotations

import asyncio
import io
import threading
import time
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
from visionapis._http.batch_results import item_errors, single
from visionapis._http.batches import BatchOptions, map_batches, map_batches_async, map_items, map_items_async

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence

ONE_BY_ONE = BatchOptions(1, "raise")


def load(item: int) -> int:
    """Return ten times the item; negative items raise InvalidImageError."""
    if item < 0:
        raise InvalidImageError(f"image {item}")
    return item * 10


class BatchServer:
    """A server that records the batches it receives and returns their items as strings."""

    def __init__(self, fail: Callable[[Sequence[int]], None] = lambda _batch: None) -> None:
        """Start without batches; `fail` may raise an exception for a batch."""
        self.batches: list[list[int]] = []
        self.fail = fail

    def __call__(self, batch: Sequence[int]) -> list[str | VisionAPIError]:
        """Return one string per item."""
        self.batches.append(list(batch))
        self.fail(batch)
        return [str(item) for item in batch]


async def async_iterable(items: Iterable[int]) -> AsyncIterator[int]:
    """Yield the items asynchronously."""
    for item in items:
        await asyncio.sleep(0)
        yield item


def run_async(items: Any, size: int, send: Callable[..., Any], *arguments: Any, **keywords: Any) -> list[object]:
    """Return the results of `map_batches_async`, and the exception that ended it, if any."""

    async def load_async(item: int) -> int:
        return load(item)

    async def send_async(batch: Sequence[int]) -> Any:
        return await asyncio.to_thread(send, batch)

    async def collect() -> list[object]:
        results: list[object] = []
        try:
            async for result in map_batches_async(items, size, load_async, send_async, *arguments, **keywords):
                results.append(result)  # noqa: PERF401  (extend() would lose the results before an exception)
        except Exception as error:  # noqa: BLE001  (the last result)
            results.append(error)
        return results

    return asyncio.run(collect())


def run_sync(items: Any, size: int, send: Callable[..., Any], *arguments: Any, **keywords: Any) -> list[object]:
    """Return the results of `map_batches`, and the exception that ended it, if any."""
    results: list[object] = []
    try:
        for result in map_batches(items, size, load, send, *arguments, **keywords):
            results.append(result)  # noqa: PERF402  (extend() would lose the results before an exception)
    except Exception as error:  # noqa: BLE001  (the last result)
        results.append(error)
    return results


ITEMS = [1, -1, 2, 3, -2, -3, -4, 4]
RESULTS = ["10", "image -1", "20", "30", "image -2", "image -3", "image -4", "40"]
BATCHES = [[10, 20], [30], [40]]
both = pytest.mark.parametrize("run", [run_sync, run_async], ids=["sync", "async"])
Run = Any


@pytest.mark.parametrize("concurrency", [1, 3])
@both
def test_results_and_errors_are_in_order(run: Run, concurrency: int) -> None:
    """Results and load errors are in the order of the images, and a batch without images is not sent."""
    server, options = BatchServer(), BatchOptions(concurrency, "raise")
    for items in (ITEMS, iter(ITEMS), *([async_iterable(ITEMS)] if run is run_async else [])):
        server.batches.clear()
        assert [str(result) for result in run(items, 3, server, options)] == RESULTS
        assert sorted(server.batches) == BATCHES
    server.batches.clear()
    assert [str(result) for result in run([-1, -2], 2, server, options)] == ["image -1", "image -2"]
    assert server.batches == []


@both
def test_batches_are_split_by_group_key(run: Run) -> None:
    """A batch is split where `group_key` changes; results before a failed request are yielded."""
    server = BatchServer()
    key = {"group_key": lambda item: item % 20}
    assert run([1, 3, 2, 5, 7], 4, server, ONE_BY_ONE, **key) == ["10", "30", "20", "50", "70"]
    assert server.batches == [[10, 30], [20], [50], [70]]

    def fail_on_20(batch: Sequence[int]) -> None:
        if list(batch) == [20]:
            raise AuthenticationError("no key")

    first, error = run([1, 2, -3, 3], 4, BatchServer(fail_on_20), ONE_BY_ONE, group_key=str)
    assert (first, type(error)) == ("10", AuthenticationError)
    results = run([1, 2, -3, 3], 4, BatchServer(fail_on_20), BatchOptions(1, "yield"), group_key=str)
    assert [str(result) for result in results] == ["10", "no key", "image -3", "30"]


def test_single_returns_or_raises() -> None:
    """`single` returns the only result, or raises it if it is an error."""
    assert single(["a"]) == "a"
    with pytest.raises(InvalidImageError, match="this one"):
        single([InvalidImageError("this one")])


@pytest.mark.parametrize("position", range(7))
@pytest.mark.parametrize("size", [1, 2])
@both
def test_error_at_any_position(run: Run, size: int, position: int) -> None:
    """With "raise", the error follows the results before its batch; with "yield" it stands in place of its batch."""
    batch = range(position - position % size, min(position - position % size + size, 7))

    def fail(sent: Sequence[int]) -> None:
        time.sleep(0.002 * (sent[0] % 30))  # so that batches do not end in order
        if position * 10 in sent:
            raise ServerError("failed", hint="try again later")

    *results, error = run(range(7), size, BatchServer(fail), BatchOptions(3, "raise"))
    assert results == [str(item * 10) for item in range(batch.start)]
    assert (type(error), error.hint) == (
        ServerError,
        "try again later; on_error='yield' yields the error in place of a result and goes on",
    )
    results = run(range(7), size, BatchServer(fail), BatchOptions(3, "yield"))
    assert [str(result) for result in results] == ["failed" if item in batch else str(item * 10) for item in range(7)]
    assert all(result.__traceback__ is None for result in results if isinstance(result, VisionAPIError))


@pytest.mark.parametrize("on_error", ["raise", "yield"])
@pytest.mark.parametrize("error_class", [ConfigurationError, KeyError])
@both
def test_errors_that_concern_the_call_are_raised(run: Run, error_class: type[Exception], on_error: Any) -> None:
    """A ConfigurationError and an exception that is no VisionAPIError are raised in both modes, without a hint."""

    def fail(sent: Sequence[int]) -> None:
        if 20 in sent:
            raise error_class("wrong")

    *results, error = run(range(4), 1, BatchServer(fail), BatchOptions(2, on_error))
    assert (results, type(error), getattr(error, "hint", None)) == (["0", "10"], error_class, None)


@pytest.mark.parametrize("on_error", ["raise", "yield"])
@both
def test_exception_of_the_iterable_follows_the_results_before_it(run: Run, on_error: Any) -> None:
    """Images that were read before the iterable raised an exception are sent; then it is raised."""

    def items() -> Iterator[int]:
        yield from range(5)
        raise LookupError("no more")

    *results, error = run(items(), 3, BatchServer(), BatchOptions(2, on_error))
    assert (results, type(error)) == (["0", "10", "20", "30", "40"], LookupError)


@both
def test_no_batch_starts_after_an_error_and_those_in_flight_end(run: Run) -> None:
    """An error starts no further batch even while earlier ones run; it is raised when all have ended."""
    ended: list[int] = []

    def fail(sent: Sequence[int]) -> None:
        time.sleep({0: 0.1, 10: 0.05, 20: 0.2}[sent[0]])
        if sent[0] == 10:
            raise ServerError("failed")
        ended.append(sent[0])

    server = BatchServer(fail)
    first, error = run(range(9), 1, server, BatchOptions(3, "raise"))
    assert (first, type(error), ended, sorted(server.batches)) == ("0", ServerError, [0, 20], [[0], [10], [20]])


def test_iterable_is_read_in_the_thread_of_the_caller_and_a_bounded_way_ahead() -> None:
    """Of an endless iterable, at most twice `max_concurrency` batches are read beyond the last result."""
    read: list[int] = []
    threads: set[int] = set()

    def endless() -> Iterator[int]:
        while True:
            threads.add(threading.get_ident())
            read.append(len(read))
            yield read[-1]

    results = map_batches(endless(), 2, load, BatchServer(), BatchOptions(3, "raise"))
    assert read == []
    assert [next(results) for _ in range(7)] == ["0", "10", "20", "30", "40", "50", "60"]
    results.close()  # type: ignore[attr-defined]  # a generator
    assert (threads, len(read) <= 8 + 2 * 2 * 3) == ({threading.get_ident()}, True)

    async def first() -> None:
        task = asyncio.current_task()

        async def endless_async() -> AsyncIterator[int]:
            while True:
                assert asyncio.current_task() is task
                read.append(len(read))
                yield read[-1]

        async def load_async(item: int) -> int:
            await asyncio.sleep(0.001 if item else 0.05)
            return item

        async def send(batch: Sequence[int]) -> Sequence[int]:
            return batch

        async for result in map_batches_async(endless_async(), 2, load_async, send, BatchOptions(3, "raise")):
            assert len(read) == 12  # the first batch is slow: three batches wait for it
            if result == 1:
                break

    read.clear()
    asyncio.run(first())


VARIABLE: ContextVar[str] = ContextVar("VARIABLE", default="")


@both
def test_context_variables_are_those_of_the_caller(run: Run) -> None:
    """Threads and tasks see the values of context variables that the consumer sees."""
    token = VARIABLE.set("mine")
    try:
        assert run([1, 2], 1, lambda batch: [VARIABLE.get()] * len(batch), BatchOptions(2, "raise")) == ["mine"] * 2
    finally:
        VARIABLE.reset(token)


@pytest.mark.parametrize(
    "error_class", [InvalidImageError, BadRequestError, RequestTooLargeError, UnprocessableEntityError]
)
def test_image_error_is_yielded_in_place_of_a_result(error_class: type[VisionAPIError]) -> None:
    """`map_items` yields an image error in place of its result, without a traceback, and goes on."""

    def classify(item: int) -> int:
        if item == 2:
            raise error_class("this one")
        return item

    results = list(map_items([1, 2, 3], classify, BatchOptions(2, "raise")))
    assert [results[0], results[2], type(results[1]), str(results[1])] == [1, 3, error_class, "this one"]
    assert isinstance(results[1], VisionAPIError)
    assert results[1].__traceback__ is None


@pytest.mark.parametrize(
    "image",
    [
        "a.png",
        b"bytes",
        Path("a.png"),
        io.BytesIO(b"line\n"),
        Image.new("L", (4, 4)),
        np.zeros((4, 4, 3), np.uint8),
        np.zeros((4, 4), np.uint8),
        None,
    ],
    ids=["text", "bytes", "path", "file", "PIL", "array", "grey array", "None"],
)
def test_single_image_is_rejected_at_once(image: Any) -> None:
    """Passing one image instead of several raises ConfigurationError at once, also if its rows are images."""
    with pytest.raises(ConfigurationError, match="expected several images"):
        map_items(image, print, ONE_BY_ONE)
    with pytest.raises(ConfigurationError, match="expected several images"):
        map_items_async(image, asyncio.sleep, ONE_BY_ONE)


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
