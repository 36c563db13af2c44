"""Process many images: in batches, with one result or exception per image, in the order of the images."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable
from itertools import groupby, islice
from typing import TYPE_CHECKING, TypeVar, cast

from visionapis.errors import (
    BadRequestError,
    ConfigurationError,
    InvalidImageError,
    PartialFailureError,
    RequestTooLargeError,
    UnprocessableEntityError,
    VisionAPIError,
)

from .responses import status_error

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence

    from visionapis.errors import APIStatusError

Item = TypeVar("Item")
Items = TypeVar("Items")
Loaded = TypeVar("Loaded")
Result = TypeVar("Result")

# Errors that concern one image and not the next one.
ITEM_ERRORS = (InvalidImageError, BadRequestError, RequestTooLargeError, UnprocessableEntityError)


def _same_group(_item: object) -> None:
    """Put all items into one group."""


def map_items(items: Iterable[Item], do: Callable[[Item], Result]) -> Iterator[Result | VisionAPIError]:
    """Yield the result of `do` for each item, or its exception if that concerns this item alone; others are raised."""
    for item in _require_several(items):
        result: Result | VisionAPIError
        try:
            result = do(item)
        except ITEM_ERRORS as error:
            result = error.with_traceback(None)  # its frames would keep the image in memory
        yield result


async def map_items_async(
    items: Iterable[Item] | AsyncIterable[Item], do: Callable[[Item], Awaitable[Result]]
) -> AsyncIterator[Result | VisionAPIError]:
    """The asynchronous version of `map_items`."""
    async for item in _aiter_items(items):
        result: Result | VisionAPIError
        try:
            result = await do(item)
        except ITEM_ERRORS as error:
            result = error.with_traceback(None)  # its frames would keep the image in memory
        yield result


def map_batches(
    items: Iterable[Item],
    size: int,
    load: Callable[[Item], Loaded],
    send: Callable[[Sequence[Loaded]], Iterable[Result | VisionAPIError]],
    group_key: Callable[[Loaded], object] = _same_group,
) -> Iterator[Result | VisionAPIError]:
    """Send loaded items in batches of up to `size`; yield each item's result, or the exception of `load`, in order.

    `send` returns one result per item; only consecutive items with the same `group_key` are sent together. At most one
    batch is loaded at a time.
    """
    loaded = map_items(items, load)
    while batch := list(islice(loaded, size)):
        results = (result for part in _groups(batch, group_key) for result in send(part))
        for item in batch:
            yield item if isinstance(item, VisionAPIError) else next(results)


async def map_batches_async(
    items: Iterable[Item] | AsyncIterable[Item],
    size: int,
    load: Callable[[Item], Awaitable[Loaded]],
    send: Callable[[Sequence[Loaded]], Awaitable[Iterable[Result | VisionAPIError]]],
    group_key: Callable[[Loaded], object] = _same_group,
) -> AsyncIterator[Result | VisionAPIError]:
    """The asynchronous version of `map_batches`."""
    async for batch in _batched(map_items_async(items, load), size):
        results = (result for part in _groups(batch, group_key) for result in await send(part))
        for item in batch:
            yield item if isinstance(item, VisionAPIError) else await anext(results)


def single(results: Iterable[Result | VisionAPIError]) -> Result:
    """Return the only result, or raise it if it is an exception."""
    (result,) = results
    if isinstance(result, VisionAPIError):
        raise result
    return result


def parsed_and_errors(response: Result | PartialFailureError) -> tuple[Result, dict[int, APIStatusError]]:
    """Return the response of a call that may have failed in part, and the exceptions of its images, by their index."""
    if isinstance(response, PartialFailureError):
        return cast("Result", response.parsed), item_errors(response)
    return response, {}


def item_errors(error: PartialFailureError) -> dict[int, APIStatusError]:
    """Return the exceptions of the images that failed in a call, by their index."""
    return {
        failure.index: _item_error(error, failure.status_code, failure.message)
        for failure in error.failures
        if failure.index is not None
    }


def _item_error(error: PartialFailureError, status_code: int | None, message: str) -> APIStatusError:
    item_error = status_error(status_code)(
        f"{error.operation}: {f'status {status_code}: ' if status_code else ''}{message.rstrip('.')}",
        operation=error.operation,
        status_code=status_code,
        request_id=error.request_id,
    )
    item_error.headers = error.headers
    curl = error.as_curl() or ""
    item_error._note(attempts=error.attempts, curl=curl)  # pyright: ignore[reportPrivateUsage]  (private to users of the error)
    return item_error


def _require_several(items: Items) -> Items:
    """Return the items. Raises ConfigurationError for a single image, which may be iterable too."""
    if isinstance(items, (str, bytes, bytearray, memoryview, os.PathLike)) or hasattr(items, "read"):
        raise ConfigurationError("expected several images, not a single one", hint="pass a list of images")
    return items


async def _aiter_items(items: Iterable[Item] | AsyncIterable[Item]) -> AsyncIterator[Item]:
    items = _require_several(items)
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


def _groups(batch: Iterable[Loaded | VisionAPIError], group_key: Callable[[Loaded], object]) -> Iterator[list[Loaded]]:
    """Return the loaded items in groups that can be sent together."""
    sendable = [item for item in batch if not isinstance(item, VisionAPIError)]
    return (list(part) for _, part in groupby(sendable, group_key))
