"""List the images of a source in a ledger, before any is sent."""

from __future__ import annotations

import asyncio
import os
from contextlib import closing
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, cast

from visionapis_bulk.errors import SourceError
from visionapis_bulk.queries import read_range
from visionapis_bulk.schema import connect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from visionapis_bulk.ledger import Ledger
    from visionapis_bulk.records import Entry
    from visionapis_bulk.sources import Image, Source

    from .journal import Storage

PAGE = 512
"""Entries that are added at once."""


async def list_source(source: Source, ledger: Ledger, storage: Storage) -> None:
    """Add the entries of a source to the ledger, except those that are in it.

    Images in memory are written to the storage. Raises SourceError and LedgerError.
    """
    known, position = 0, 0
    if source.unique:
        await ledger.writer.durable(ledger.index_names)
    elif ledger.was_used:
        known = ledger.total
    else:  # this time, an iterable may yield its images in another order
        await ledger.writer.durable(ledger.clear)
    entries = source.entries()
    while chunk := await asyncio.to_thread(_take, entries, storage):
        old = chunk[: max(known - position, 0)]
        if old:
            await asyncio.to_thread(_check_same, ledger.path, position + 1, old)
        await ledger.writer.durable(ledger.add, chunk[len(old) :])
        position += len(chunk)
    await ledger.writer.durable(ledger.describe_job, {"listed": True})


def _take(entries: Iterator[tuple[Entry, Image | None]], storage: Storage) -> list[Entry]:
    """Return the next entries, whose images are all paths and URLs."""
    return [_without_image(entry, image, storage) for entry, image in islice(entries, PAGE)]


def _without_image(entry: Entry, image: Image | None, storage: Storage) -> Entry:
    if image is None:
        return entry
    if isinstance(image, (bytes, bytearray, memoryview)):
        return replace(entry, image=storage.keep_image(bytes(image)))
    if not isinstance(cast("object", image), (str, os.PathLike)):
        raise SourceError(f"{entry.name!r} is a {type(image).__name__}, not a path, a URL, or bytes")
    return replace(entry, image=os.fsdecode(image))


def _check_same(path: Path, first: int, entries: Sequence[Entry]) -> None:
    """Raise SourceError if entries are others than those in the ledger, from one id on."""
    with closing(connect(path, write=False)) as connection:
        found = read_range(connection, first, first + len(entries) - 1)
    for (item, _), entry in zip(found, entries, strict=True):
        if item.name != entry.name:
            raise SourceError(
                f"the source has changed: its entry {item.id} is {entry.name!r}, and was {item.name!r}",
                hint="begin another job, or resume this one with the source as it was",
            )
