"""Claims the items of a feed, and forms the batches of calls."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from .records import Settlement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .loading import Kind, Work
    from .run import Run


class Batches:
    """The batches of a run: full ones as long as items come soon."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._lock = asyncio.Lock()
        self._open: dict[Kind, list[Work]] = {}
        self._full: deque[list[Work]] = deque()

    async def get(self) -> list[Work] | None:
        """Return the next batch, whose items are claimed; None if there are no more."""
        while not self._full:
            async with self._lock:  # one worker takes items for all, else each would have a part of a batch
                if not self._full and not await self._fill():
                    return None
        return self._full.popleft()

    async def _fill(self) -> bool:
        """Take the next items; return whether there were any, or batches to be sent as they are."""
        works = await self._run.feed.get(soon=bool(self._open))
        if not works:
            has_open = bool(self._open)
            self._full += self._open.values()
            self._open.clear()
            return has_open
        for work in await self._claim(works):
            batch = self._open.setdefault(work.kind, [])
            batch.append(work)
            if len(batch) == self._run.batch_size:
                self._full.append(self._open.pop(work.kind))
        return True

    async def _claim(self, works: Sequence[Work]) -> list[Work]:
        """Claim items, and settle those that cannot be sent or need not be; return the others."""
        run = self._run
        run.unreadable(works)
        readable = [work for work in works if not work.error]
        claims = [(work.item, work.digest) for work in readable]
        duplicates = await run.ledger.writer.ordered(run.ledger.claim, claims)
        for work in readable:
            if work.item.id in duplicates:
                run.settled(work, Settlement(work.item.id, "duplicate"))
        return [work for work in readable if work.item.id not in duplicates]
