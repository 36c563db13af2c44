"""Shares of the limits of a job, which bound all of its workers together."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from visionapis_bulk.records import Budget

if TYPE_CHECKING:
    from collections.abc import Callable

MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Spending:
    """Calls, and their cost in billionths."""

    calls: int = 0
    cost: int = 0


class Shares:
    """Leases shares of the rate and of the budget to workers, each known by its epoch. The actor of a job.

    The budget is leased a few calls at a time. A worker that needs more waits while another one may give some back.
    """

    def __init__(
        self, budget: Budget, *, rate: int | None, workers: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Lease what a budget has, and a rate in requests per minute, to a number of workers at a time."""
        self._budget = budget
        self._workers = workers
        self._clock = clock
        self._rate = rate and rate // workers
        self._free_at = [clock()] * workers
        """When the shares of the rate that nobody has are free: a minute after the last request that they allowed."""
        self._leased: dict[int, Spending] = {}
        self._ended = Spending()
        self._waiting: set[int] = set()
        self._change = asyncio.Condition()

    async def begin(self, epoch: int) -> int | None:
        """Wait for a share of the rate, and return it; None means no limit."""
        self._leased[epoch] = Spending()
        if self._rate is None:
            return None
        free_at = min(self._free_at)
        self._free_at.remove(free_at)
        await asyncio.sleep(free_at - self._clock())
        return self._rate

    async def lease(self, epoch: int, spent: Spending, cost: int) -> Budget:
        """Return the limits of a worker that has spent this much; without room for a call if nothing is left.

        `cost` is that of its next call.
        """
        async with self._change:
            self._leased[epoch] = spent
            self._waiting.add(epoch)
            self._change.notify_all()
            try:
                await self._change.wait_for(lambda: self._free(cost) or self._waiting >= self._leased.keys())
                calls = max(self._free(cost) // (2 * self._workers), min(self._free(cost), 1))
                self._leased[epoch] = Spending(spent.calls + calls, spent.cost + calls * cost)
            finally:
                self._waiting.discard(epoch)
        leased = self._leased[epoch]
        return Budget(
            None if self._budget.max_calls is None else leased.calls,
            None if self._budget.max_cost is None else leased.cost,
        )

    async def end(self, epoch: int, spent: Spending) -> None:
        """Give back the shares of a worker that has ended, or was lost, and had spent this much."""
        async with self._change:
            if self._leased.pop(epoch, None) is not None:
                self._free_at.append(self._clock() + MINUTE)
            self._ended = Spending(self._ended.calls + spent.calls, self._ended.cost + spent.cost)
            self._change.notify_all()

    def _free(self, cost: int) -> int:
        """Return the number of calls of this cost that nobody has leased."""
        held = [self._ended, *self._leased.values()]
        free: list[int] = []
        if self._budget.max_calls is not None:
            free.append(self._budget.max_calls - sum(each.calls for each in held))
        if self._budget.max_cost is not None and cost:
            free.append((self._budget.max_cost - sum(each.cost for each in held)) // cost)
        return max(min(free), 0) if free else 1
