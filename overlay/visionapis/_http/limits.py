"""Limit the requests of a client: how many are in flight, and how many are sent in a minute."""

from __future__ import annotations

import math
import time
from bisect import bisect_right, insort
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import islice
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from visionapis._locks import InterruptibleLock

from .concurrency import is_queued, pause, pause_async

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Generator

MINUTE = 60.0


class LimitTimeoutError(Exception):
    """A limit does not allow a request within the remaining time of its call."""

    def __init__(self, message: str, option: str) -> None:
        super().__init__(message)
        self.option = option
        """The option that sets the limit."""


@dataclass(eq=False, repr=False)
class Limits:
    """The limits of a client; None means no limit."""

    max_concurrency: int | None = None
    requests_per_minute: int | None = None

    @property
    def any(self) -> bool:
        """Whether there is any limit."""
        return bool(self.max_concurrency or self.requests_per_minute)


class RateWindow:
    """Assigns send slots to requests, evenly, so that any 60 seconds contain at most `per_minute` of them.

    After a pause, a few requests (1 of 20, at most 10) may be sent at once. The others are so much further apart that
    the limit holds nevertheless: https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
    """

    def __init__(self, per_minute: int | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        burst = min(1 + (per_minute or 0) // 20, 10)
        self._interval = MINUTE / ((per_minute or burst) - burst + 1)
        self._advance = (burst - 1) * self._interval
        self._next = -math.inf  # the even slot of the next request, which may be sent `_advance` earlier
        self._released: list[float] = []  # slots of requests that ended before they were sent; a heap
        self._in_flight: list[SentRequest] = []  # and those that have ended since the last one began
        self._ended: list[float] = []  # the requests of the last minute, ascending
        self._lock = InterruptibleLock()

    @contextmanager
    def reserve(self, remaining: float) -> Generator[float]:
        """Reserve a send slot and yield the delay in seconds; the slot is released if the block raises.

        Raises LimitTimeoutError if the delay is not less than `remaining` seconds.
        """
        if self._per_minute is None:
            yield 0.0
            return
        with self._lock:
            now = self._clock()
            while self._released and self._released[0] < now:
                heappop(self._released)
            slot = self._released[0] if self._released else max(now, self._next - self._advance)
            if slot - now >= remaining:
                raise self._timeout_error(slot - now, remaining)
            if self._released:
                heappop(self._released)
            else:
                self._next = max(self._next, slot) + self._interval
        try:
            yield slot - now
        except BaseException:
            with self._lock:
                heappush(self._released, slot)
            raise

    def begin(self, request: SentRequest, remaining: float) -> float:
        """Count a request that is sent now and return 0, or the seconds until it may be tried again.

        Raises LimitTimeoutError if that is not within `remaining` seconds.

        What the server counts is when requests arrive, which is known only when they have ended: one that is sent after
        a slower one must not arrive within a minute of it.
        """
        if self._per_minute is None:
            return 0.0
        with self._lock:
            # In this order, an interrupt in between counts a request twice for a minute, rather than not at all.
            for each in self._in_flight:
                if each:
                    insort(self._ended, each[0])
            self._in_flight = [each for each in self._in_flight if not each]
            now = self._clock()
            del self._ended[: bisect_right(self._ended, now - MINUTE)]
            excess = len(self._ended) + len(self._in_flight) + 1 - self._per_minute
            if excess <= 0:
                self._in_flight.append(request)
                return 0.0
            wait = (self._ended[excess - 1] if excess <= len(self._ended) else now) + MINUTE - now
        if wait >= remaining:
            raise self._timeout_error(wait, remaining)
        return max(wait, 0.001)  # the sum may be rounded

    def _timeout_error(self, delay: float, remaining: float) -> LimitTimeoutError:
        times = f"for {delay:.1f} s, and the call times out in {max(remaining, 0):.1f} s"
        return LimitTimeoutError(
            f"requests_per_minute={self._per_minute} permits no request {times}", "requests_per_minute"
        )


class SentRequest(list[float]):
    """A request that counts towards the rate of a client; it holds the time of its end.

    Its method `extend(end)` notes the end in one step of C, so that no interrupt comes before or within it.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.end = islice(iter(clock, None), 1)
        """Reads the clock when it is iterated over."""


class Limiter:
    """Limits the requests of threads."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        # Of C, unlike a semaphore, whose lock may stay held after an interrupt.
        self._free: SimpleQueue[None] | None = None
        if limits.max_concurrency:
            self._free = SimpleQueue()
            for _ in range(limits.max_concurrency):
                self._free.put(None)
        self._window = RateWindow(limits.requests_per_minute)

    @contextmanager
    def acquire(self, timeout: float) -> Generator[float]:
        """Wait until a request may be sent in the block, and yield the seconds by which its call may be longer.

        Raises LimitTimeoutError if that is not within `timeout` seconds. A request of `classify_many`, which makes more
        of them than may be sent at once, waits without a limit, and the wait does not count towards its timeout.
        """
        start, request, queued = time.monotonic(), SentRequest(), is_queued()
        end = math.inf if queued else start + timeout
        held: list[None] = []
        try:
            if self._free:
                # In one step, so that no interrupt comes between taking a permit and knowing of it.
                held.extend(map(self._free.get, (True,), (None if queued else max(timeout, 0.0),)))
            with self._window.reserve(end - time.monotonic()) as seconds:
                pause(seconds)
            while (seconds := self._window.begin(request, end - time.monotonic())) > 0:
                pause(seconds)
            yield time.monotonic() - start if queued else 0.0
        except Empty:
            raise _concurrency_error(self._limits, timeout) from None
        finally:
            # An interrupt may come as soon as one of these has returned.
            try:
                request.extend(request.end)
            finally:
                if self._free and held:
                    self._free.put(None)


class AsyncLimiter:
    """Limits the requests of asyncio tasks: their rate over all event loops, their concurrency in each one."""

    def __init__(self, limits: Limits) -> None:
        import asyncio

        from visionapis._transport.loops import PerLoop

        self._limits = limits
        concurrency = limits.max_concurrency
        self._slots = PerLoop(lambda: asyncio.BoundedSemaphore(concurrency)) if concurrency else None
        self._window = RateWindow(limits.requests_per_minute)

    @asynccontextmanager
    async def acquire(self, timeout: float) -> AsyncGenerator[float]:  # noqa: ASYNC109  (raises LimitTimeoutError)
        """Wait until a request may be sent in the block, as `Limiter.acquire` does."""
        import asyncio

        start, request, queued = time.monotonic(), SentRequest(), is_queued()
        end = math.inf if queued else start + timeout
        slots = self._slots.get() if self._slots else None
        if slots:
            try:
                # Not wait_for, which in Python 3.11 can swallow a cancellation: https://github.com/python/cpython/issues/86296
                async with asyncio.timeout(None if queued else timeout):
                    await slots.acquire()
            except TimeoutError:
                raise _concurrency_error(self._limits, timeout) from None
        try:
            with self._window.reserve(end - time.monotonic()) as seconds:
                if seconds:
                    await pause_async(seconds)
            while (seconds := self._window.begin(request, end - time.monotonic())) > 0:
                await pause_async(seconds)
            yield time.monotonic() - start if queued else 0.0
        finally:
            request.extend(request.end)
            if slots:
                slots.release()


def _concurrency_error(limits: Limits, timeout: float) -> LimitTimeoutError:
    what = f"timed out after {timeout:.3g} s waiting for max_concurrency={limits.max_concurrency}"
    return LimitTimeoutError(what, "max_concurrency")
