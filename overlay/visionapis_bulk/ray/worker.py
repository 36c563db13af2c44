"""The worker of a partition: an actor that runs the job of its part of the items."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from visionapis.errors import VisionAPIError
from visionapis_bulk.account import limits_of, set_limits
from visionapis_bulk.errors import BulkError
from visionapis_bulk.job import Job
from visionapis_bulk.records import Budget

from .journal import Journal, Storage
from .partition import PartitionLedger
from .shares import Spending

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from visionapis._http.client import AsyncClient
    from visionapis_bulk.events import Summary
    from visionapis_bulk.ledger import Ledger
    from visionapis_bulk.options import JobOptions

    Begin = Callable[[int], Awaitable[int | None]]
    """`Shares.begin`"""
    Lease = Callable[[int, Spending, int], Awaitable[Budget]]
    """`Shares.lease`"""


@dataclass(frozen=True)
class Assignment:
    """The partition that a worker is given, and how it labels it."""

    epoch: int
    storage: str
    client_factory: Callable[[], AsyncClient]
    options: JobOptions
    """With the limits of the whole job."""
    workers: int
    """The number of workers that share the limits."""


class PartitionJob(Job):
    """The job of a partition, whose budget is leased a little at a time."""

    def __init__(
        self,
        assignment: Assignment,
        journal: Journal,
        ledger: Path,
        *,
        rate: int | None,
        lease: Lease,
    ) -> None:
        """Make the job of a ledger that `write_partition` wrote, with a share of the rate."""
        self._assignment = assignment
        self._journal = journal
        self._rate = rate
        self._lease = lease
        self._leasing = asyncio.Lock()
        self._ledger: PartitionLedger | None = None
        share = max(assignment.options.max_concurrency // assignment.workers, 1)
        super().__init__(self._make_client, None, ledger, options=replace(assignment.options, max_concurrency=share))

    def _make_client(self) -> AsyncClient:
        client = self._assignment.client_factory()
        whole = limits_of(client).max_concurrency
        share = whole and max(whole // self._assignment.workers, 1)
        set_limits(client, max_concurrency=share, requests_per_minute=self._rate)
        return client

    def _open(self, *, create: bool) -> Ledger:
        del create  # the driver has made it
        self._ledger = PartitionLedger(self._path, self._journal)
        return self._ledger

    def _budget(self, options: JobOptions) -> Budget:
        whole = options.budget
        return Budget(None if whole.max_calls is None else 0, None if whole.max_cost is None else 0)

    async def _renew(self, cost: int) -> bool:
        ledger = self._ledger
        assert ledger  # noqa: S101  (for the type checker: the run that calls this has it)
        async with self._leasing:
            if not _allows(ledger, cost):  # else another call has waited for the same
                ledger.budget = await self._lease(self._assignment.epoch, Spending(ledger.calls, ledger.cost), cost)
            return _allows(ledger, cost)


class PartitionWorker:
    """Runs the job of a partition. An actor, or an object in another process."""

    def __init__(self) -> None:
        self._job: PartitionJob | None = None
        self._stop: str | None = None

    async def label(self, assignment: Assignment, shares: Any) -> Summary | Exception:
        """Label the items of a partition; return how that ended, or the error of the job.

        `shares` is the actor that leases shares of the limits.
        """
        return await self.run(assignment, shares.begin.remote, shares.lease.remote)

    async def run(self, assignment: Assignment, begin: Begin, lease: Lease) -> Summary | Exception:
        """Do what `label` does, with the functions that lease shares of the rate and of the budget."""
        try:
            with tempfile.TemporaryDirectory(prefix="visionapis-") as folder:
                journal = Journal(Storage(assignment.storage), assignment.epoch)
                ledger = Path(folder, "partition.job")
                await asyncio.to_thread(journal.fetch, ledger)
                rate = await begin(assignment.epoch)
                self._job = PartitionJob(assignment, journal, ledger, rate=rate, lease=lease)
                if self._stop:
                    getattr(self._job, self._stop)()
                return await self._job.run()
        except (BulkError, VisionAPIError) as error:
            return error

    async def stop(self, how: str) -> None:
        """Call `Job.stop` or `Job.abort`, whichever is named."""
        self._stop = how
        if self._job:
            getattr(self._job, how)()


def _allows(ledger: Ledger, cost: int) -> bool:
    """Return whether the budget allows another call."""
    budget = ledger.budget
    return (budget.max_calls is None or ledger.calls < budget.max_calls) and (
        budget.max_cost is None or ledger.cost + cost <= budget.max_cost
    )
