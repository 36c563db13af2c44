"""One run of a job: its workers take batches, book and send calls, and settle what comes back."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from visionapis.errors import VisionAPIError

from .batches import Batches
from .events import ItemSettled, Paused, Progress, Stopping, Summary
from .records import BILLION, Settlement
from .slots import Slots
from .verdicts import settle_error
from .worker import Worker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from .events import Event, StopReason
    from .feed import Feed
    from .ledger import Ledger
    from .loading import Work
    from .options import JobOptions
    from .verdicts import Verdict

BOOKING_INTERVAL = 0.025
"""Seconds whose calls are booked in one transaction, at most, unless a commit takes longer."""


class Run:
    """One run of a job, from its first call until nothing is pending or something stops it."""

    def __init__(
        self,
        client: Any,
        ledger: Ledger,
        feed: Feed,
        *,
        arguments: Mapping[str, Any],
        batch_size: int,
        options: JobOptions,
        emit: Callable[[Event], None],
        renew: Callable[[int], Awaitable[bool]],
    ) -> None:
        """Make a run; `renew` is awaited when the budget is exhausted, and returns whether it allows a call again."""
        self.client = client
        self.ledger = ledger
        self.feed = feed
        self.arguments = arguments
        self.batch_size = batch_size
        self.options = options
        self.slots = Slots(options.max_concurrency)
        self.stopped = asyncio.Event()
        self.reason: StopReason | None = None
        """Why nothing more is sent; None as long as something is."""
        self.succeeded = False
        """Whether a call of this run has succeeded."""
        self._emit = emit
        self._renew = renew
        self._error: VisionAPIError | None = None
        self._failure: BaseException | None = None
        self._failures = 0
        self._settled = 0
        self._start = time.monotonic()
        self._released = asyncio.Event()
        self.batches = Batches(self)
        # Some encode the next requests while the others' calls are in flight.
        count = options.max_concurrency + max(options.max_concurrency // 4, 2)
        self._workers = [Worker(self) for _ in range(count)]
        self._tasks: dict[asyncio.Task[None], Worker] = {}

    async def run(self) -> Summary:
        """Work until the end, and return how it ended. Raises LedgerError, SourceError and errors of the program."""
        loop = asyncio.get_running_loop()
        timers: list[asyncio.TimerHandle] = []
        if self.options.time_limit is not None:
            timers.append(loop.call_later(self.options.time_limit, self.stop, "time_limit"))
        reporter = loop.create_task(self._report())
        self._tasks = {loop.create_task(worker.run()): worker for worker in self._workers}
        try:
            await self._wait()
        finally:
            for timer in timers:
                timer.cancel()
            reporter.cancel()
            self.slots.close()
        if self._failure:
            raise self._failure
        if self.feed.error:
            raise self.feed.error
        # Also where nothing is claimed: the summary counts what was posted before.
        await self.ledger.writer.durable(self.ledger.release_claims)
        summary = Summary(self.reason or "finished", self.progress(), self._error)
        self._emit(summary)
        return summary

    def stop(self, reason: StopReason, error: VisionAPIError | None = None) -> None:
        """Send nothing more; what is in flight ends."""
        if self.reason:
            return
        self.reason, self._error = reason, error
        self.stopped.set()
        for task, worker in self._tasks.items():
            if not worker.in_flight:
                task.cancel()
        self._emit(Stopping(reason, sum(worker.in_flight for worker in self._workers)))

    def abort(self) -> None:
        """Send nothing more, and do not wait for what is in flight: its items become unknown."""
        self.stop("aborted")
        self.reason = "aborted"
        for task in self._tasks:
            task.cancel()

    def fail(self, error: BaseException) -> None:
        """End the run with an error of the program or the ledger."""
        self._failure = self._failure or error
        self.reason = self.reason or "aborted"
        self.stopped.set()
        for task in self._tasks:
            task.cancel()

    def progress(self) -> Progress:
        """Return the state of the job."""
        ledger = self.ledger
        return Progress(
            counts=ledger.counts(),
            total=ledger.total,
            listed=self.feed.listed,
            calls=ledger.calls,
            cost=None if self.options.price is None else ledger.cost / BILLION,
            elapsed=time.monotonic() - self._start,
            settled=self._settled,
            in_flight=sum(worker.in_flight for worker in self._workers),
            concurrency=int(self.slots.limit),
        )

    # For the workers.

    def cost(self, images: int) -> int:
        """Return the cost of a call in billionths."""
        price = self.options.price
        if price is None:
            return 0
        return round(price * BILLION) * (images if self.options.price_per == "image" else 1)

    def settled(self, work: Work, settlement: Settlement, outcome: Any = None) -> None:
        """Note that an item is settled, with its result or error if it has one of its own."""
        self._settled += 1
        self.feed.finish()
        result, error = (None, outcome) if isinstance(outcome, VisionAPIError) else (outcome, None)
        self._emit(ItemSettled(work.item.id, work.item.name, settlement.state, result, error))

    def unreadable(self, works: Sequence[Work]) -> None:
        """Settle items whose images cannot be read."""
        for work in works:
            if work.error:
                settlement = settle_error(work.item.id, work.error, "refused")
                self.ledger.writer.post(self.ledger.settle, "pending", [settlement])
                self.settled(work, settlement, work.error)

    def judged(self, verdict: Verdict, error: VisionAPIError) -> None:
        """Note the failure of a call."""
        if verdict.throttled:
            seconds = self.slots.throttled(error.retry_after)
            if seconds is not None:
                self._emit(Paused(seconds, int(self.slots.limit)))
        if verdict.stops:
            self.stop("rejected", error)
        elif verdict.counts:
            self._failures += 1
            if self._failures >= self.options.max_failures:
                self.stop("failures", error)

    def responded(self, latency: float) -> None:
        """Note the success of a call."""
        self.succeeded = True
        self._failures = 0
        self.slots.succeeded(latency)
        # Calls that are booked together leave together and come back together, and the others wait meanwhile.
        writer = self.ledger.writer
        interval = max(BOOKING_INTERVAL, writer.commit_time)
        writer.max_group = max(int(self.slots.limit * interval / max(latency, 0.001)), 2)

    def release_budget(self) -> None:
        """Let those try again that found the budget exhausted."""
        self._released.set()

    async def wait_for_budget(self, limit: StopReason) -> None:
        """Wait until a call in flight ends, which may turn out not to be billed; stop if there is none."""
        if await self._renew(self.cost(self.batch_size)):
            return
        if not any(worker.in_flight for worker in self._workers):
            self.stop(limit)
            return
        self._released.clear()
        await self._released.wait()

    async def _wait(self) -> None:
        """Wait for the workers, and abort them if this is cancelled."""
        try:
            while not all(task.done() for task in self._tasks):
                await asyncio.wait(self._tasks, return_when=asyncio.FIRST_EXCEPTION)
                self._check_tasks()
        except asyncio.CancelledError:
            self.abort()
            await asyncio.wait(self._tasks)
            raise
        self._check_tasks()

    def _check_tasks(self) -> None:
        for task in self._tasks:
            if task.done() and not task.cancelled() and (error := task.exception()) and not self._failure:
                self.fail(error)

    async def _report(self) -> None:
        while True:
            await asyncio.sleep(self.options.progress_interval)
            self._emit(self.progress())
