"""Many pictures: packed into calls, their results in the order of the pictures, errors of one picture in its place."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable
from itertools import groupby, islice
from typing import TYPE_CHECKING, TypeVar

from visionapis.errors import (
    BadRequestError,
    ConfigurationError,
    PartialFailureError,
    PictureError,
    PictureTooLargeError,
    ServerError,
    VisionAPIError,
)

from .responses import CLASSES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence

    from visionapis.errors import StatusError

Item = TypeVar("Item")
Items = TypeVar("Items")
Loaded = TypeVar("Loaded")
Result = TypeVar("Result")

# What is wrong with one picture, and says nothing about the next one.
OF_ONE_PICTURE = (PictureError, BadRequestError, PictureTooLargeError)


def _same(_item: object) -> None:
    """What is alike of all items that can go together."""


def one_by_one(items: Iterable[Item], do: Callable[[Item], Result]) -> Iterator[Result | VisionAPIError]:
    """What `do` gives for each item, or the error that is about this item alone. Other errors end it."""
    for item in _several(items):
        result: Result | VisionAPIError
        try:
            result = do(item)
        except OF_ONE_PICTURE as error:
            result = error.with_traceback(None)  # whose frames hold the picture
        yield result


async def one_by_one_async(
    items: Iterable[Item] | AsyncIterable[Item], do: Callable[[Item], Awaitable[Result]]
) -> AsyncIterator[Result | VisionAPIError]:
    """As `one_by_one`."""
    async for item in _each(items):
        result: Result | VisionAPIError
        try:
            result = await do(item)
        except OF_ONE_PICTURE as error:
            result = error.with_traceback(None)  # whose frames hold the picture
        yield result


def in_batches(
    items: Iterable[Item],
    size: int,
    load: Callable[[Item], Loaded],
    send: Callable[[Sequence[Loaded]], Iterable[Result | VisionAPIError]],
    alike: Callable[[Loaded], object] = _same,
) -> Iterator[Result | VisionAPIError]:
    """What `send` gives for up to `size` loaded items at a time, with errors of `load` in the places of their items.

    `send` gives one result for each item that it is given, in order; items of which `alike` gives different values do
    not go together. No more than one batch is loaded at a time.
    """
    loaded = one_by_one(items, load)
    while batch := list(islice(loaded, size)):
        results = (result for part in _parts(batch, alike) for result in send(part))
        for item in batch:
            yield item if isinstance(item, VisionAPIError) else next(results)


async def in_batches_async(
    items: Iterable[Item] | AsyncIterable[Item],
    size: int,
    load: Callable[[Item], Awaitable[Loaded]],
    send: Callable[[Sequence[Loaded]], Awaitable[Iterable[Result | VisionAPIError]]],
    alike: Callable[[Loaded], object] = _same,
) -> AsyncIterator[Result | VisionAPIError]:
    """As `in_batches`."""
    async for batch in _batched(one_by_one_async(items, load), size):
        results = (result for part in _parts(batch, alike) for result in await send(part))
        for item in batch:
            yield item if isinstance(item, VisionAPIError) else await anext(results)


def single(results: Iterable[Result | VisionAPIError]) -> Result:
    """The only result. Raises it when it is an error."""
    (result,) = results
    if isinstance(result, VisionAPIError):
        raise result
    return result


def failed(error: PartialFailureError) -> dict[int, StatusError]:
    """The errors of single pictures in a call that failed in part, by their places in the call."""
    return {
        failure.index: _alone(error, failure.status, failure.message)
        for failure in error.failures
        if failure.index is not None
    }


def _alone(error: PartialFailureError, status: int | None, words: str) -> StatusError:
    default = ServerError if status is not None and status >= 500 else BadRequestError
    alone = CLASSES.get(status or 0, default)(
        f"{error.operation}: {f'status {status}: ' if status else ''}{words}",
        operation=error.operation,
        status=status,
        request_id=error.request_id,
    )
    alone.note(attempts=error.attempts, curl=error.as_curl() or "")
    return alone


def _several(items: Items) -> Items:
    """The items. Raises ConfigurationError for one picture, which could be iterated over too."""
    if isinstance(items, (str, bytes, bytearray, memoryview, os.PathLike)) or hasattr(items, "read"):
        raise ConfigurationError("this call takes several pictures, for example a list of paths; this is one")
    return items


async def _each(items: Iterable[Item] | AsyncIterable[Item]) -> AsyncIterator[Item]:
    items = _several(items)
    if isinstance(items, AsyncIterable):
        async for item in items:
            yield item
    else:
        for item in items:
            yield item


async def _batched(items: AsyncIterator[Item], size: int) -> AsyncIterator[list[Item]]:
    batch: list[Item] = []
    async for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _parts(batch: Iterable[Loaded | VisionAPIError], alike: Callable[[Loaded], object]) -> Iterator[list[Loaded]]:
    """What can be sent, in calls of items that go together."""
    sendable = [item for item in batch if not isinstance(item, VisionAPIError)]
    return (list(part) for _, part in groupby(sendable, alike))
