"""Process many images: in batches, with one result or exception per image, in the order of the images."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Generic, TypeVar

from visionapis._images.protocols import Array, PILImage
from visionapis.errors import (
    BadRequestError,
    ConfigurationError,
    InvalidImageError,
    RequestTooLargeError,
    UnprocessableEntityError,
    VisionAPIError,
)

from .concurrency import Processed, map_ordered, map_ordered_async
from .option_types import check_option

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterable, Iterator, Sequence

    from visionapis.types import OnError

Item = TypeVar("Item")
Items = TypeVar("Items")
Loaded = TypeVar("Loaded")
Result = TypeVar("Result")

DEFAULT_CONCURRENCY = 8

HINT = "on_error='yield' yields the error in place of a result and goes on"

# Errors that concern one image and not the next one.
ITEM_ERRORS = (InvalidImageError, BadRequestError, RequestTooLargeError, UnprocessableEntityError)


def _same_group(_item: object) -> None:
    """Put all items into one group."""


@dataclass(frozen=True)
class BatchOptions:
    """How `classify_many` treats many images."""

    max_concurrency: int
    on_error: OnError

    @classmethod
    def of(cls, max_concurrency: int | None, on_error: OnError, limit: int | None) -> BatchOptions:
        """Check a caller's options; `limit` is the client's own max_concurrency. Raises ConfigurationError."""
        on_error = check_option("on_error", on_error)
        if max_concurrency is None:
            return cls(limit or DEFAULT_CONCURRENCY, on_error)
        max_concurrency = check_option("max_concurrency", max_concurrency)
        return cls(min(max_concurrency, limit or max_concurrency), on_error)


def map_items(
    items: Iterable[Item], do: Callable[[Item], Result], options: BatchOptions
) -> Iterator[Result | VisionAPIError]:
    """Yield the result of `do` for each item, or its exception, in order; `do` runs in threads.

    Raises ConfigurationError at once for a single image.
    """
    return map_batches(items, 1, do, lambda results: results, options)


def map_items_async(
    items: Iterable[Item] | AsyncIterable[Item], do: Callable[[Item], Awaitable[Result]], options: BatchOptions
) -> AsyncIterator[Result | VisionAPIError]:
    """The asynchronous version of `map_items`; `do` runs in tasks."""

    async def send(results: Sequence[Result]) -> Sequence[Result]:
        return results

    return map_batches_async(items, 1, do, send, options)


def map_batches(
    items: Iterable[Item],
    size: int,
    load: Callable[[Item], Loaded],
    send: Callable[[Sequence[Loaded]], Iterable[Result | VisionAPIError]],
    options: BatchOptions,
    group_key: Callable[[Loaded], object] = _same_group,
) -> Iterator[Result | VisionAPIError]:
    """Load items, send them in batches of up to `size`, and yield each item's result or exception, in order.

    `send` returns one result per item; only consecutive items with the same `group_key` are sent together. Each batch
    is loaded and sent by one thread. Raises ConfigurationError at once for a single image or an asynchronous iterable.
    """

    def process(batch: Sequence[Item]) -> Processed[Result | VisionAPIError]:
        outcomes = _Outcomes[Loaded, Result](options.on_error)
        for item in batch:
            with outcomes.loading():
                outcomes.loaded.append(load(item))
            if outcomes.error:
                break
        for group in outcomes.groups(group_key):
            with outcomes.sending(group):
                outcomes.results += list(send(group))
            if outcomes.error:
                break
        return outcomes.processed()

    several = _require_several(items)
    if not hasattr(several, "__iter__"):
        raise ConfigurationError(
            "expected an iterable of images, not an asynchronous one",
            hint="use an async client, or collect the images in a list",
        )
    return map_ordered(_batched(several, size), process, options.max_concurrency)


def map_batches_async(
    items: Iterable[Item] | AsyncIterable[Item],
    size: int,
    load: Callable[[Item], Awaitable[Loaded]],
    send: Callable[[Sequence[Loaded]], Awaitable[Iterable[Result | VisionAPIError]]],
    options: BatchOptions,
    group_key: Callable[[Loaded], object] = _same_group,
) -> AsyncIterator[Result | VisionAPIError]:
    """The asynchronous version of `map_batches`; each batch is loaded and sent by one task."""

    async def process(batch: Sequence[Item]) -> Processed[Result | VisionAPIError]:
        outcomes = _Outcomes[Loaded, Result](options.on_error)
        for item in batch:
            with outcomes.loading():
                outcomes.loaded.append(await load(item))
            if outcomes.error:
                break
        for group in outcomes.groups(group_key):
            with outcomes.sending(group):
                outcomes.results += list(await send(group))
            if outcomes.error:
                break
        return outcomes.processed()

    return map_ordered_async(_batched_async(_require_several(items), size), process, options.max_concurrency)


def _require_several(items: Items) -> Items:
    """Return the items. Raises ConfigurationError for a single image, which may be iterable too."""
    if _is_one_image(items) or not (hasattr(items, "__iter__") or hasattr(items, "__aiter__")):
        raise ConfigurationError("expected several images, not a single one", hint="pass a list of images")
    return items


def _is_one_image(items: object) -> bool:
    if isinstance(items, Array):
        return len(items.shape) < 4  # its rows would be taken for grey images
    return isinstance(items, (str, bytes, bytearray, memoryview, os.PathLike, PILImage)) or hasattr(items, "read")


def _batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield lists of up to `size` items; if `items` raises an exception, the items before it come first."""
    batch: list[Item] = []
    try:
        for item in items:
            batch.append(item)
            if len(batch) == size:
                yield batch
                batch = []
    except Exception:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


async def _batched_async(items: Iterable[Item] | AsyncIterable[Item], size: int) -> AsyncIterator[list[Item]]:
    if not isinstance(items, AsyncIterable):
        for each in _batched(items, size):
            yield each
        return
    batch: list[Item] = []
    try:
        async for item in items:
            batch.append(item)
            if len(batch) == size:
                yield batch
                batch = []
    except Exception:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


class _Outcomes(Generic[Loaded, Result]):
    """The outcomes of the items of one batch."""

    def __init__(self, on_error: OnError) -> None:
        self._on_error = on_error
        self.loaded: list[Loaded | VisionAPIError] = []
        self.results: list[Result | VisionAPIError] = []
        self.error: Exception | None = None
        """The error that ends the iteration."""

    @contextmanager
    def loading(self) -> Generator[None]:
        """Keep an error of the block in place of the loaded item."""
        try:
            yield
        except Exception as error:  # noqa: BLE001  (raised by the iterator)
            self.loaded += self._place(error, 1, ITEM_ERRORS)

    @contextmanager
    def sending(self, group: Sequence[Loaded]) -> Generator[None]:
        """Keep an error of the block in place of each result of the group."""
        try:
            yield
        except Exception as error:  # noqa: BLE001  (raised by the iterator)
            self.results += self._place(error, len(group), ())

    def groups(self, group_key: Callable[[Loaded], object]) -> Iterator[list[Loaded]]:
        """Return the loaded items in groups that can be sent together."""
        sendable = [item for item in self.loaded if not isinstance(item, VisionAPIError)]
        return (list(group) for _, group in groupby(sendable, group_key))

    def processed(self) -> Processed[Result | VisionAPIError]:
        """Return the results and errors in the order of the items, up to the error that ends the iteration."""
        results, merged = iter(self.results), list[Result | VisionAPIError]()
        for item in self.loaded:
            try:
                merged.append(item if isinstance(item, VisionAPIError) else next(results))
            except StopIteration:
                break
        return Processed(merged, self.error)

    def _place(
        self, error: Exception, count: int, item_errors: tuple[type[VisionAPIError], ...]
    ) -> list[VisionAPIError]:
        """Return the error as often as it is yielded, or none if it ends the iteration."""
        if isinstance(error, VisionAPIError) and not isinstance(error, ConfigurationError):
            if self._on_error == "yield" or isinstance(error, item_errors):
                return [error.with_traceback(None)] * count  # its frames would keep the images in memory
            error.hint = "; ".join(filter(None, (error.hint, HINT)))
        self.error = error
        return []
