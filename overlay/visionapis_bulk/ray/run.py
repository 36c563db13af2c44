"""One run of a job on many machines: a worker per partition, and what they report."""

from __future__ import annotations

import asyncio
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from visionapis_bulk.errors import BulkError
from visionapis_bulk.events import ItemSettled, Progress, Stopping, Summary
from visionapis_bulk.records import BILLION, Budget

from .cluster import WorkerLostError
from .journal import Journal
from .partition import CALLS, partition_of, write_partition
from .recovery import end_epoch, merge, number_epoch, record_epoch
from .shares import Spending
from .worker import Assignment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from visionapis._http.client import AsyncClient
    from visionapis.errors import VisionAPIError
    from visionapis_bulk.events import EventHook, StopReason
    from visionapis_bulk.ledger import Ledger
    from visionapis_bulk.options import JobOptions
    from visionapis_bulk.schema import State

    from .cluster import Cluster, Worker
    from .journal import Storage

GRACE = 10.0
"""Seconds in which workers end after `abort`, before they are killed."""
MAX_LOSSES = 5
"""Workers of a partition that are lost in a row before they have sent anything."""


class ClusterRun:
    """One run: a worker per partition, and another one in its place if it is lost."""

    def __init__(
        self,
        cluster: Cluster,
        ledger: Ledger,
        storage: Storage,
        *,
        job: Mapping[str, Any],
        client_factory: Callable[[], AsyncClient],
        options: JobOptions,
        rate: int | None,
        workers: int,
        emit: EventHook,
    ) -> None:
        """Make a run of a job whose items are all in its ledger; `job` describes it, `rate` is that of the client."""
        self._cluster = cluster
        self._ledger = ledger
        self._storage = storage
        self._job: Mapping[str, Any] = {**job, "listed": True, "epochs": {}}
        self._client_factory = client_factory
        self._options = options
        self._workers = workers
        self._emit = emit
        self.reason: StopReason | None = None
        """Why nothing more is sent; None as long as something is."""
        self._error: VisionAPIError | None = None
        self._settled = 0
        self._start = time.monotonic()
        self._running: set[Worker] = set()
        self._told: str | None = None
        """The method that all workers were told to call, if any."""
        budget = options.budget
        left = Budget(
            None if budget.max_calls is None else budget.max_calls - ledger.calls,
            None if budget.max_cost is None else budget.max_cost - ledger.cost,
        )
        cluster.begin(left, rate=rate, workers=workers)

    async def run(self) -> Summary:
        """Work until every partition has ended, and return how. Raises BulkError and VisionAPIError."""
        tasks = [asyncio.ensure_future(self._label(number)) for number in range(self._workers)]
        reporter = asyncio.ensure_future(self._report())
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
            if any(each.exception() for each in done):
                self.stop("aborted")
            await asyncio.wait(tasks)
        except asyncio.CancelledError:
            self.abort()
            await asyncio.wait(tasks)
            raise
        finally:
            reporter.cancel()
            self._cluster.end()
        for each in tasks:
            each.result()
        summary = Summary(self.reason or "finished", self.progress(), self._error)
        self._emit(summary)
        return summary

    def stop(self, reason: StopReason, error: VisionAPIError | None = None) -> None:
        """Send nothing more; what is in flight ends."""
        if self.reason:
            return
        self.reason, self._error = reason, error
        self._emit(Stopping(reason, self._ledger.counts()["sent"]))
        self._tell("stop")

    def abort(self) -> None:
        """Send nothing more, and do not wait for what is in flight: its items become unknown."""
        self.stop("aborted")
        self.reason = "aborted"
        self._tell("abort")
        asyncio.get_running_loop().call_later(GRACE, self._kill_workers)

    def progress(self) -> Progress:
        """Return the state of the job, as far as workers have reported it."""
        ledger, counts = self._ledger, self._ledger.counts()
        return Progress(
            counts=counts,
            total=ledger.total,
            listed=True,
            calls=ledger.calls,
            cost=None if self._options.price is None else ledger.cost / BILLION,
            elapsed=time.monotonic() - self._start,
            settled=self._settled,
            in_flight=counts["sent"],
            concurrency=self._options.max_concurrency,
        )

    def _tell(self, how: str) -> None:
        self._told = how
        for worker in self._running:
            worker.tell(how)

    def _kill_workers(self) -> None:
        for worker in self._running:
            worker.kill()

    async def _label(self, partition: int) -> None:
        """Label a partition, with another worker as often as one is lost."""
        losses = 0
        while not self.reason:
            epoch = await number_epoch(self._ledger)
            journal = Journal(self._storage, epoch)
            is_open = await self._begin(journal, partition, epoch)
            if self.reason or not is_open:
                await asyncio.to_thread(journal.remove)
                return
            await record_epoch(self._ledger, epoch, self._storage)
            try:
                outcome = await self._wait_for(self._cluster.start(self._assignment(epoch)), journal)
            except WorkerLostError as error:
                await self._end(journal, partition, epoch)
                losses = 0 if self._spending(epoch).calls else losses + 1
                if losses == MAX_LOSSES:
                    raise BulkError(f"{losses} workers were lost before they sent anything: {error}") from error
            else:
                await self._end(journal, partition, epoch)
                self._conclude(outcome)
                return

    async def _wait_for(self, worker: Worker, journal: Journal) -> Summary | Exception:
        """Wait until a worker has ended, and merge meanwhile what it has committed. Raises WorkerLostError."""
        ended = asyncio.Event()
        outcome = asyncio.ensure_future(worker.outcome())
        merging = asyncio.ensure_future(self._merge(journal, ended))
        self._running.add(worker)
        if self._told:  # while it was started
            worker.tell(self._told)
        try:
            await asyncio.wait([outcome, merging], return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._running.discard(worker)
            worker.kill()
            ended.set()
            await asyncio.wait([outcome, merging])
        merging.result()
        return outcome.result()

    def _assignment(self, epoch: int) -> Assignment:
        return Assignment(epoch, self._storage.url, self._client_factory, self._options, self._workers)

    async def _begin(self, journal: Journal, partition: int, epoch: int) -> bool:
        """Begin an epoch with the ledger of a partition; return whether any item is pending."""

        def begin() -> bool:
            with tempfile.TemporaryDirectory(prefix="visionapis-") as folder:
                path = Path(folder, "partition.job")
                is_open = write_partition(
                    path, self._ledger.path, number=partition, count=self._workers, epoch=epoch, job=self._job
                )
                journal.begin(path)
            return is_open

        return await asyncio.to_thread(begin)

    async def _end(self, journal: Journal, partition: int, epoch: int) -> None:
        def is_lost(image: str) -> bool:
            return partition_of(image, self._workers) == partition

        self._note(await end_epoch(self._ledger, journal, epoch, is_lost))
        await self._cluster.give_back(epoch, self._spending(epoch))

    async def _merge(self, journal: Journal, ended: asyncio.Event) -> None:
        """Merge now and then what a worker has committed, until it has ended."""
        while not ended.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(self._options.progress_interval):
                    await ended.wait()
                    return
            self._note(await merge(self._ledger, journal))

    async def _report(self) -> None:
        while True:
            await asyncio.sleep(self._options.progress_interval)
            self._emit(self.progress())

    def _note(self, settled: Iterable[tuple[int, State]]) -> None:
        for item, state in settled:
            self._settled += 1
            self._emit(ItemSettled(item, self._ledger.name_of(item), state))

    def _conclude(self, outcome: Summary | Exception) -> None:
        """Note how the job of a partition has ended. Raises its error."""
        if isinstance(outcome, Exception):
            raise outcome
        if outcome.reason in {"failures", "rejected"}:
            self.stop(outcome.reason, outcome.error)
        elif outcome.reason != "finished":  # the other partitions have the rest of the limit
            self.reason = self.reason or outcome.reason

    def _spending(self, epoch: int) -> Spending:
        """Return what the worker of an epoch has spent, as far as it is merged."""
        return Spending(*self._ledger.spending(epoch * CALLS, (epoch + 1) * CALLS - 1))
