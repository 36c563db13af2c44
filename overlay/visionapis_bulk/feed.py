"""Lists the images of a source in the ledger, and reads those that are pending a little ahead of the calls."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from .errors import SourceError
from .loading import Work, load
from .queries import read_pending, read_range
from .records import Item
from .schema import connect, reading

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from .ledger import Ledger
    from .records import Entry
    from .sources import Image, Source

T = TypeVar("T")

THREADS = 4
"""Files that are read at the same time."""
CHUNK = 8
"""Files that a thread reads at once."""
PAGE = 512
"""Items that are read from the ledger, or entries that are added to it, at once."""
MAX_READ_AHEAD = 64 * 2**20
"""Bytes of images that wait for a call."""
MAX_PAUSE = 0.2
"""Seconds that entries wait for others to be added with."""


class Feed:
    """Provides the pending items of a job with their images, until every one is settled."""

    def __init__(self, source: Source | None, ledger: Ledger, *, base: Path, ahead: int, max_bytes: int) -> None:
        """Make a feed of a source, or, if it is None, of what the ledger has alone; `base` is that of its paths."""
        self._source = source
        self._base = base
        self._ledger = ledger
        self._ahead = ahead
        self._max_bytes = max_bytes
        self._reading = connect(ledger.path, write=False)
        self._paging = asyncio.Lock()
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="visionapis-images")
        self._cursor = 0
        self._page: deque[tuple[Item, Image | None]] = deque()
        self._given: deque[tuple[Item, Image | None]] = deque()
        self._ready: deque[Work] = deque()
        self._ready_bytes = 0
        self._loading = 0
        self._outstanding = 0
        self._released = 0
        self._change = asyncio.Event()
        self._arrived = asyncio.Event()
        self._ended = False
        self.in_memory = False
        """Whether images of the source are in memory only."""
        self.listed = source is None
        """Whether all entries of the source are in the ledger."""
        self._tasks = [asyncio.ensure_future(self._load()) for _ in range(THREADS)]
        if source:
            self._tasks.append(asyncio.ensure_future(self._list(source)))
        for task in self._tasks:
            task.add_done_callback(self._note_end)
        self.error: BaseException | None = None
        """The error that ended the list."""

    async def get(self, *, soon: bool) -> list[Work]:
        """Return the next items with their images, each of which `finish` or `give_back` settles.

        None are returned if there are no more, and with `soon` also if none come soon.
        """
        end = time.monotonic() + MAX_PAUSE if soon else None
        while not self._ready:
            if self._ended or (soon and self._is_idle()):
                return []
            self._arrived.clear()
            try:
                async with asyncio.timeout(None if end is None else end - time.monotonic()):
                    await self._arrived.wait()
            except TimeoutError:
                return []
        works = [self._ready.popleft() for _ in range(min(len(self._ready), CHUNK))]
        self._ready_bytes -= sum(len(work.image) for work in works)
        self._notify()
        return works

    def finish(self, count: int = 1) -> None:
        """Note that items are settled."""
        self._outstanding -= count
        self._notify()

    def give_back(self, work: Work) -> None:
        """Let an item that is pending again come once more, before others; its image is read anew."""
        item = replace(work.item, digest=work.digest)
        (self._page if work.given is None else self._given).appendleft((item, work.given))
        self.finish()

    async def close(self) -> None:
        """Stop."""
        for task in self._tasks:
            task.cancel()
        await asyncio.wait(self._tasks)
        self._pool.shutdown(cancel_futures=True)
        self._reading.close()

    def _note_end(self, task: asyncio.Future[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            self.error = self.error or error
            self._end()

    def _is_idle(self) -> bool:
        """Whether nothing is being read."""
        return self._ended or (
            self.listed and not (self._loading or self._page or self._given or self._paging.locked())
        )

    def _end(self) -> None:
        self._ended = True
        self._arrived.set()
        self._notify()

    def _notify(self) -> None:
        """Wake those that wait for a change."""
        change, self._change = self._change, asyncio.Event()
        change.set()

    async def _list(self, source: Source) -> None:
        """Add the entries of the source to the ledger, except those that are in it."""
        loop = asyncio.get_running_loop()
        ledger, position = self._ledger, 0
        known = 0 if source.unique else ledger.total
        if source.unique:
            await ledger.writer.ordered(ledger.index_names)
        entries = source.entries()
        while chunk := await loop.run_in_executor(None, _take, entries, PAGE if position else CHUNK):
            new = chunk[max(known - position, 0) :]
            if len(new) < len(chunk):
                await self._find_again(position, chunk[: len(chunk) - len(new)])
            if new:
                first, _ = await ledger.writer.durable(ledger.add, [entry for entry, _ in new])
                for number, (entry, image) in enumerate(new, first):
                    if image is not None:
                        await self._put(_item(number, entry), image)
            position += len(chunk)
            self._notify()
        self.listed = True
        if not self.in_memory and source.describe() is not None:  # others may have more entries the next time
            ledger.writer.post(ledger.describe_job, {"listed": True})
        self._notify()

    async def _find_again(self, position: int, chunk: Sequence[tuple[Entry, Image | None]]) -> None:
        """Let the images in memory come that are pending. Raises SourceError if the entries are others than before."""
        async with self._paging:
            found = await self._read(read_range, position + 1, position + len(chunk))
        for (item, state), (entry, image) in zip(found, chunk, strict=True):
            if item.name != entry.name:
                raise SourceError(
                    f"the source has changed: its entry {item.id} is {entry.name!r}, and was {item.name!r}",
                    hint="begin another job, or resume this one with the source as it was",
                )
            if state == "pending" and image is not None:
                await self._put(item, image)

    async def _put(self, item: Item, image: Image) -> None:
        self.in_memory = True
        while len(self._given) >= self._ahead and not self._ended:
            await self._change.wait()
        self._given.append((item, image))
        self._notify()

    async def _load(self) -> None:
        """Read images until no item is pending."""
        loop = asyncio.get_running_loop()
        while not self._ended:
            change = self._change
            if len(self._ready) + self._loading >= self._ahead or self._ready_bytes >= MAX_READ_AHEAD:
                await change.wait()
                continue
            chunk = await self._next_chunk()
            if not chunk:
                has_more = await self._check_end()
                self._arrived.set()  # those who wait for items that come soon look whether any are being read
                if not has_more:
                    await change.wait()
                continue
            self._loading += len(chunk)
            try:
                works = await loop.run_in_executor(self._pool, self._load_chunk, chunk)
            finally:
                self._loading -= len(chunk)
            self._ready += works
            self._ready_bytes += sum(len(each.image) for each in works)
            self._arrived.set()

    async def _next_chunk(self) -> list[tuple[Item, Image | None]]:
        """Return the next items, which count as outstanding from here on."""
        chunk: list[tuple[Item, Image | None]] = []
        while self._given and len(chunk) < CHUNK:
            chunk.append(self._given.popleft())
        if not chunk:
            async with self._paging:
                if not self._page:
                    found = await self._read(read_pending, self._cursor, PAGE)
                    if found:
                        self._cursor = found[-1].id
                    self._page += [(item, None) for item in found]
                while self._page and len(chunk) < CHUNK:
                    chunk.append(self._page.popleft())
        self._outstanding += len(chunk)
        return chunk

    async def _check_end(self) -> bool:
        """Return whether there may be items again, or none at all."""
        if not self.listed or self._outstanding or self._page or self._given:
            return False
        if self._released < self._ledger.released_duplicates:
            self._released = self._ledger.released_duplicates
            await self._ledger.writer.durable(_nothing)  # what is settled is seen as such
            self._cursor = 0
            return True
        # Items may have been added after the last page was read.
        async with self._paging:
            last = await self._read(read_pending, self._cursor, 1)
        if not (last or self._outstanding or self._page or self._given):
            self._end()
        return True

    async def _read(self, query: Callable[[sqlite3.Connection, int, int], list[T]], *args: int) -> list[T]:
        """Read from the ledger, in a thread. Raises LedgerError."""

        def read() -> list[T]:
            with reading(str(self._ledger.path)):
                return query(self._reading, *args)

        return await asyncio.get_running_loop().run_in_executor(self._pool, read)

    def _load_chunk(self, chunk: Sequence[tuple[Item, Image | None]]) -> list[Work]:
        return [load(item, given, self._base, self._max_bytes) for item, given in chunk]


def _nothing() -> None:
    """Wait for the operations before this one."""


def _item(number: int, entry: Entry) -> Item:
    return Item(number, entry.name, entry.image or entry.name)


def _take(entries: Iterator[tuple[Entry, Any]], count: int) -> list[tuple[Entry, Any]]:
    """Return the next entries: fewer if they come slowly, or hold images."""
    found: list[tuple[Entry, Any]] = []
    start = time.monotonic()
    for entry, image in entries:
        found.append((entry if image is None else replace(entry, image=""), image))
        if len(found) >= (count if image is None else CHUNK) or time.monotonic() - start > MAX_PAUSE:
            break
    return found
