"""Sends calls, one after the other: a job has a few more workers than calls may be in flight."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from visionapis._http.call import BEFORE_SEND
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
    booking: asyncio.Future[int] | None = None
    """Its number in the ledger, as soon as it is on the disk."""
    left: bool = False
    """Whether the request may have left: its booking is on the disk."""
    started: float = 0.0
    items: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """List the ids."""
        self.items = [work.item.id for work in self.works]


class Worker:
    """Takes items, sends a call with them, and settles them, until there are no more or the run stops."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._ledger = run.ledger
        self._writer = run.ledger.writer
        self._call: Call | None = None

    @property
    def in_flight(self) -> bool:
        """Whether a call is booked, and not settled."""
        return self._call is not None and self._call.booking is not None

    async def run(self) -> None:
        """Work until there are no more items, or the run stops."""
        BEFORE_SEND.set(self._before_send)
        queue_calls(self._run.stopped)
        run = self._run
        try:
            while not run.reason:
                works = await self._take()
                if not works:
                    return
                await run.slots.acquire()
                try:
                    exhausted = await self._send(works)
                finally:
                    run.slots.release()
                if exhausted:
                    await run.wait_for_budget(exhausted)
        except asyncio.CancelledError:
            if not run.reason:
                raise

    async def _take(self) -> list[Work]:
        """Claim the items of the next call; none if there are no more."""
        run = self._run
        taken: list[Work] = []
        while len(taken) < run.batch_size:
            found: list[Work] = []
            while len(taken) + len(found) < run.batch_size:
                kept = taken or [each for each in found if not each.error]
                work = await (run.feed.get_more(kept[0].kind) if kept else run.feed.get())
                if work is None:
                    break
                found.append(work)
            if not found:
                break
            run.unreadable(found)
            readable = [each for each in found if not each.error]
            claims = [(work.item, work.digest) for work in readable]
            duplicates = await self._writer.ordered(self._ledger.claim, claims)
            for work in readable:
                if work.item.id in duplicates:
                    run.settled(work, Settlement(work.item.id, "duplicate"))
                else:
                    taken.append(work)
        return taken

    async def _send(self, works: Sequence[Work]) -> StopReason | None:
        """Send a call, and settle its items; return the limit that does not allow it, if there is one."""
        call = self._call = Call(works, self._run.cost(len(works)))
        try:
            outcomes = await self._classify([work.image for work in works])
            await self._settle(call, outcomes)
        except VisionAPIError as error:
            await self._settle(call, [error] * len(works))
        except BudgetExhaustedError as error:
            await self._take_back(call)
            return cast("StopReason", error.limit)
        except StoppedError:
            await self._take_back(call)
        except BaseException:
            await self._abandon(call)
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

    async def _before_send(self) -> None:
        """Book the call; the client awaits this before the first byte of a request."""
        call = cast("Call", self._call)
        if self._run.reason:
            raise StoppedError
        before: State = "claimed"
        if call.booking:  # a request with another access token follows one that was rejected
            before, number = "sent", await call.booking
            self._writer.post(self._ledger.correct, number, call.cost, None)
        call.left = False
        call.booking = self._writer.durable(self._ledger.send, before, call.items, call.cost)
        try:
            await asyncio.shield(call.booking)
        except BudgetExhaustedError:
            call.booking = None
            raise
        call.left = True
        call.started = time.monotonic()

    async def _settle(self, call: Call, outcomes: Sequence[Any]) -> None:
        """Record what became of the items of a call."""
        run, latency = self._run, time.monotonic() - call.started
        errors = [each for each in outcomes if isinstance(each, VisionAPIError)]
        if len(errors) < len(outcomes):
            run.responded(latency)
        # An error of a whole call is the same object for each of its items.
        failed = errors[0] if errors and all(each is errors[0] for each in outcomes) else None
        settlements: dict[int, Settlement] = {}
        back: list[Work] = []
        billed, before = True, await self._state(call)
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
        if call.booking and len(errors) < len(outcomes):
            self._writer.post(self._ledger.time, await call.booking, latency)
        await self._correct(call, outcomes, billed=billed)
        self._put_back(before, back)
        for number, settlement in settlements.items():
            run.settled(call.works[number], settlement, outcomes[number])
        if failed is not None:
            run.judged(self._judge(call, failed, is_whole=True), failed)

    def _judge(self, call: Call, error: VisionAPIError, *, is_whole: bool) -> Verdict:
        verdict = judge(error, is_first=is_whole and not self._run.succeeded, was_sent=call.left)
        return verdict if is_whole else verdict.of_item()

    async def _correct(self, call: Call, outcomes: Sequence[Any], *, billed: bool) -> None:
        """Correct the cost of a call whose images were not all sent, or that is not billed."""
        if call.booking is None:
            return
        sent = sum(not isinstance(each, InvalidImageError) for each in outcomes)
        cost = self._run.cost(sent) if sent and billed else None
        if cost != call.cost:
            self._writer.post(self._ledger.correct, await call.booking, call.cost, cost)

    async def _take_back(self, call: Call) -> None:
        """Make the items of a call pending that was not sent."""
        before = await self._state(call)
        if call.booking:
            self._writer.post(self._ledger.correct, await call.booking, call.cost, None)
        self._put_back(before, call.works)

    async def _abandon(self, call: Call) -> None:
        """Settle a call that is not waited for any more."""
        if self._writer.error:
            return
        if not call.left:
            await self._take_back(call)
            return
        settlements = [Settlement(item, "unknown", INTERRUPTED) for item in call.items]
        self._writer.post(self._ledger.settle, "sent", settlements)
        for work, settlement in zip(call.works, settlements, strict=True):
            self._run.settled(work, settlement)

    async def _state(self, call: Call) -> State:
        """Return the state that the items of a call are in."""
        if call.booking is None:
            return "claimed"
        try:
            await call.booking
        except BudgetExhaustedError:
            call.booking = None
            return "claimed"
        return "sent"

    def _put_back(self, before: State, works: Sequence[Work]) -> None:
        if works:
            self._writer.post(self._ledger.put_back, before, [work.item.id for work in works])
        for work in works:
            self._run.feed.give_back(work)
