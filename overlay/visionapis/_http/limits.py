"""Limit the requests of a client: how many are in flight, and how many are sent in a minute."""

from __future__ import annotations

import threading
import time
from bisect import bisect_right, insort
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
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


class Limiter:
    """Limits the requests of threads."""

    def __init__(self, limits: Limits) -> None:
        self._slots = threading.BoundedSemaphore(limits.max_concurrency) if limits.max_concurrency else None
        self._window = RateWindow(limits.requests_per_minute)

    @contextmanager
    def acquire(self, timeout: float) -> Generator[None]:
        """Wait until a request may be sent in the block. Raises LimitTimeoutError after `timeout` seconds."""
        end = time.monotonic() + timeout
        if self._slots and not self._slots.acquire(timeout=timeout):
            raise LimitTimeoutError
        try:
            with self._window.reserve(end - time.monotonic()) as seconds:
                pause(seconds)
            yield
        finally:
            if self._slots:
                self._slots.release()


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

        end = time.monotonic() + timeout
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
            yield
        finally:
            if slots:
                slots.release()
