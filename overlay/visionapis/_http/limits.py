"""Limit the requests of a client: how many are in flight, and how many are sent in a minute."""

from __future__ import annotations

import threading
import time
from bisect import bisect_right, insort
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from .concurrency import pause, pause_async

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Generator

MINUTE = 60.0


class LimitTimeoutError(Exception):
    """The limits do not allow a request within its remaining time."""


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
    """Assigns send slots to requests, so that any 60 seconds contain at most `per_minute` of them."""

    def __init__(self, per_minute: int | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._reserved: list[float] = []  # ascending, on the clock
        self._in_flight = set[object]()
        self._ended: list[float] = []  # the requests of the last minute, ascending
        self._lock = threading.Lock()

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
            del self._reserved[: bisect_right(self._reserved, now - MINUTE)]
            full = len(self._reserved) >= self._per_minute
            slot = max(now, self._reserved[-self._per_minute] + MINUTE) if full else now
            if slot - now >= remaining:
                raise LimitTimeoutError
            insort(self._reserved, slot)
        try:
            yield slot - now
        except BaseException:
            with self._lock:
                self._reserved.remove(slot)
            raise

    def begin(self, request: object) -> float:
        """Count a request that is sent now and return 0, or the seconds until it may be tried again.

        What the server counts is when requests arrive, which is known only when they have ended: one that is sent after
        a slower one must not arrive within a minute of it.
        """
        if self._per_minute is None:
            return 0.0
        with self._lock:
            now = self._clock()
            del self._ended[: bisect_right(self._ended, now - MINUTE)]
            excess = len(self._ended) + len(self._in_flight) + 1 - self._per_minute
            if excess <= 0:
                self._in_flight.add(request)
                return 0.0
            wait = (self._ended[excess - 1] if excess <= len(self._ended) else now) + MINUTE - now
            return max(wait, 0.001)  # the sum may be rounded

    def end(self, request: object) -> None:
        """Note the end of a request, if it began."""
        with self._lock:
            if request in self._in_flight:
                self._in_flight.discard(request)
                insort(self._ended, self._clock())


class Limiter:
    """Limits the requests of threads."""

    def __init__(self, limits: Limits) -> None:
        # Of C, unlike a semaphore, whose lock may stay held after an interrupt.
        self._free: SimpleQueue[None] | None = None
        if limits.max_concurrency:
            self._free = SimpleQueue()
            for _ in range(limits.max_concurrency):
                self._free.put(None)
        self._window = RateWindow(limits.requests_per_minute)

    @contextmanager
    def acquire(self, timeout: float) -> Generator[None]:
        """Wait until a request may be sent in the block. Raises LimitTimeoutError after `timeout` seconds."""
        end, request = time.monotonic() + timeout, object()
        held: list[None] = []
        try:
            if self._free:
                # In one step, so that no interrupt comes between taking a permit and knowing of it.
                held.extend(map(self._free.get, (True,), (max(timeout, 0.0),)))
            with self._window.reserve(end - time.monotonic()) as seconds:
                pause(seconds)
            while (seconds := self._window.begin(request)) > 0:
                if seconds >= end - time.monotonic():
                    raise LimitTimeoutError
                pause(seconds)
            yield
        except Empty:
            raise LimitTimeoutError from None
        finally:
            if self._free and held:
                self._free.put(None)
            self._window.end(request)


class AsyncLimiter:
    """Limits the requests of asyncio tasks: their rate over all event loops, their concurrency in each one."""

    def __init__(self, limits: Limits) -> None:
        import asyncio

        from visionapis._transport.loops import PerLoop

        concurrency = limits.max_concurrency
        self._slots = PerLoop(lambda: asyncio.BoundedSemaphore(concurrency)) if concurrency else None
        self._window = RateWindow(limits.requests_per_minute)

    @asynccontextmanager
    async def acquire(self, timeout: float) -> AsyncGenerator[None]:  # noqa: ASYNC109  (raises LimitTimeoutError)
        """Wait until a request may be sent in the block. Raises LimitTimeoutError after `timeout` seconds."""
        import asyncio

        end, request = time.monotonic() + timeout, object()
        slots = self._slots.get() if self._slots else None
        if slots:
            try:
                # Not wait_for, which in Python 3.11 can swallow a cancellation: https://github.com/python/cpython/issues/86296
                async with asyncio.timeout(timeout):
                    await slots.acquire()
            except TimeoutError:
                raise LimitTimeoutError from None
        try:
            with self._window.reserve(end - time.monotonic()) as seconds:
                if seconds:
                    await pause_async(seconds)
            while (seconds := self._window.begin(request)) > 0:
                if seconds >= end - time.monotonic():
                    raise LimitTimeoutError
                await pause_async(seconds)
            yield
        finally:
            self._window.end(request)
            if slots:
                slots.release()
