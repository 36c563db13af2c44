"""Sends calls, one after the other: a job has a few more workers than calls may be in flight."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from visionapis._http.call import GATE
from visionapis._http.concurrency import StoppedError, queue_calls
from visionapis.errors import InvalidImageError, VisionAPIError

from .ledger import BudgetExhaustedError
from .records import INTERRUPTED, Settlement
from .verdicts import judge, settle_error, settle_result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .events import StopReason
    from .loading import Work
    from .run import Run
    from .schema import State
    from .verdicts import Verdict


@dataclass(slots=True, eq=False)
class Call:
    """A call with claimed items."""

    works: Sequence[Work]
    cost: int
    """In billionths; booked before it is sent."""
    is_booked: bool = False
    """Whether it is being booked, or was."""
    number: int | None = None
    """Its number in the ledger."""
    left: bool = False
    """Whether the request may have left: its booking is on the disk."""
    started: float = 0.0
    items: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """List the ids."""
        self.items = [work.item.id for work in self.works]

    @property
    def state(self) -> State:
        """The state that its items are in, as of the operations that were executed."""
        return "claimed" if self.number is None else "sent"


class Worker:
    """Sends calls with batches, and settles their items, until there are no more or the run stops.

    It is the gate of its requests: each is encoded while it waits for a slot, and is booked before it is sent.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._ledger = run.ledger
        self._writer = run.ledger.writer
        self._call: Call | None = None
        self._has_slot = False

    @property
    def in_flight(self) -> bool:
        """Whether a call is booked, and not settled."""
        return self._call is not None and self._call.is_booked

    async def run(self) -> None:
        """Work until there are no more items, or the run stops."""
        GATE.set(self)
        queue_calls(self._run.stopped)
        run = self._run
        try:
            while not run.reason and (works := await run.batches.get()):
                try:
                    exhausted = await self._send(works)
                finally:
                    self._release()
                if exhausted:
                    await run.wait_for_budget(exhausted)
        except asyncio.CancelledError:
            if not run.reason:
                raise

    async def acquire(self) -> None:
        """Take a slot, unless the call has one: a request with another access token follows one that was rejected."""
        if not self._has_slot:
            await self._run.slots.acquire()
            self._has_slot = True

    def _release(self) -> None:
        if self._has_slot:
            self._has_slot = False
            self._run.slots.release()

    async def _send(self, works: Sequence[Work]) -> StopReason | None:
        """Send a call, and settle its items; return the limit that does not allow it, if there is one."""
        call = self._call = Call(works, self._run.cost(len(works)))
        try:
            outcomes = await self._classify([work.image for work in works])
            self._settle(call, outcomes)
        except VisionAPIError as error:
            self._settle(call, [error] * len(works))
        except BudgetExhaustedError as error:
            self._take_back(call)
            return cast("StopReason", error.limit)
        except StoppedError:
            self._take_back(call)
        except BaseException:
            self._abandon(call)
            raise
        finally:
            self._call = None
            self._run.release_budget()
        return None

    async def _classify(self, images: Sequence[str | bytes]) -> list[Any]:
        client, arguments = self._run.client, self._run.arguments
        if self._run.batch_size == 1:
            return [await client.classify(images[0], **arguments)]
        results = client.classify_many(images, max_concurrency=1, on_error="yield", **arguments)
        return [each async for each in results]

    async def before_send(self) -> None:
        """Book the call."""
        call = cast("Call", self._call)
        if self._run.reason:
            raise StoppedError
        if call.number is not None:  # a request with another access token follows one that was rejected
            self._writer.post(self._ledger.correct, call.number, call.cost, None)
        call.left, call.is_booked = False, True
        try:
            await self._writer.durable(self._book, call)
        except BudgetExhaustedError:
            call.is_booked = False
            raise
        call.left = True
        call.started = time.monotonic()

    def _book(self, call: Call) -> None:
        call.number = self._ledger.send(call.state, call.items, call.cost)

    def _settle(self, call: Call, outcomes: Sequence[Any]) -> None:
        """Record what became of the items of a call."""
        run, latency = self._run, time.monotonic() - call.started
        errors = [each for each in outcomes if isinstance(each, VisionAPIError)]
        if len(errors) < len(outcomes):
            run.responded(latency)
        # An error of a whole call is the same object for each of its items.
        failed = errors[0] if errors and all(each is errors[0] for each in outcomes) else None
        settlements: dict[int, Settlement] = {}
        back: list[Work] = []
        billed, before = True, call.state
        for number, (work, outcome) in enumerate(zip(call.works, outcomes, strict=True)):
            if not isinstance(outcome, VisionAPIError):
                settlements[number] = settle_result(work.item.id, outcome, keep_raw=run.options.keep_raw)
                continue
            verdict = self._judge(call, outcome, is_whole=failed is not None)
            billed = billed and (verdict.billed or failed is None)
            if verdict.state == "pending":
                back.append(work)
            else:
                settlements[number] = settle_error(work.item.id, outcome, verdict.state)
        self._writer.post(self._ledger.settle, before, list(settlements.values()))
        if call.number is not None and len(errors) < len(outcomes):
            self._writer.post(self._ledger.time, call.number, latency)
        self._correct(call, outcomes, billed=billed)
        if back:
            self._writer.post(self._ledger.put_back, before, [work.item.id for work in back])
        for work in back:
            run.feed.give_back(work)
        for number, settlement in settlements.items():
            run.settled(call.works[number], settlement, outcomes[number])
        if failed is not None:
            run.judged(self._judge(call, failed, is_whole=True), failed)

    def _judge(self, call: Call, error: VisionAPIError, *, is_whole: bool) -> Verdict:
        verdict = judge(error, is_first=is_whole and not self._run.succeeded, was_sent=call.left)
        return verdict if is_whole else verdict.of_item()

    def _correct(self, call: Call, outcomes: Sequence[Any], *, billed: bool) -> None:
        """Correct the cost of a call whose images were not all sent, or that is not billed."""
        if call.number is None:
            return
        sent = sum(not isinstance(each, InvalidImageError) for each in outcomes)
        cost = self._run.cost(sent) if sent and billed else None
        if cost != call.cost:
            self._writer.post(self._ledger.correct, call.number, call.cost, cost)

    def _take_back(self, call: Call) -> None:
        """Make the items of a call pending that was not sent; it may still be about to be booked."""
        self._writer.post(self._undo, call)
        for work in call.works:
            self._run.feed.give_back(work)

    def _undo(self, call: Call) -> None:
        self._ledger.put_back(call.state, call.items)
        if call.number is not None:
            self._ledger.correct(call.number, call.cost, None)

    def _abandon(self, call: Call) -> None:
        """Settle a call that is not waited for any more."""
        if self._writer.error:
            return
        if not call.left:
            self._take_back(call)
            return
        settlements = [Settlement(item, "unknown", INTERRUPTED) for item in call.items]
        self._writer.post(self._ledger.settle, "sent", settlements)
        for work, settlement in zip(call.works, settlements, strict=True):
            self._run.settled(work, settlement)
