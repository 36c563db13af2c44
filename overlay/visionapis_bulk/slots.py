"""How many calls are in flight at a time: as many as the vendor serves without delay."""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque

INITIAL_PAUSE = 1.0
MAX_PAUSE = 60.0
TOLERANCE = 2.0
"""A latency of this times the usual one is a sign of a queue."""


class Slots:
    """Slots for calls in flight, up to `maximum`.

    A response that says "too many requests" halves their number, and pauses until the time that it names. Latencies
    that grow reduce it, too: https://github.com/Netflix/concurrency-limits (Gradient2). Successes raise it again.
    """

    def __init__(self, maximum: int) -> None:
        self._maximum = maximum
        self.limit = float(maximum)
        self.in_use = 0
        self._usual = 0.0
        self._recent = 0.0
        self._paused_until = 0.0
        self._pauses = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._timer: asyncio.TimerHandle | None = None

    async def acquire(self) -> None:
        """Wait for a slot; the first one to wait gets the next."""
        if not self._waiting and self._is_free():
            self.in_use += 1
            return
        future = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        self._wake()
        try:
            await future
        except asyncio.CancelledError:
            if future.done() and not future.cancelled():
                self.release()
            raise

    def release(self) -> None:
        """Return a slot."""
        self.in_use -= 1
        self._wake()

    def succeeded(self, latency: float) -> None:
        """Note the seconds of a call that got its response."""
        self._pauses = 0
        # Single slow responses mean nothing.
        self._recent += (latency - self._recent) / (20 if self._recent else 1)
        self._usual += (latency - self._usual) / ((500 if latency > self._usual else 50) if self._usual else 1)
        gradient = min(max(TOLERANCE * self._usual / max(self._recent, 1e-6), 0.5), 1.0)
        if gradient < 1.0:
            target = self.limit * gradient + self.limit**0.5
            self.limit = max(min(self.limit, self.limit + (target - self.limit) * 0.05), 1.0)
        elif self.limit < self._maximum:
            self.limit = min(self.limit + 1 / self.limit, self._maximum)
        self._wake()

    def throttled(self, retry_after: float | None) -> float | None:
        """Note a response that says "too many requests"; return the seconds of the pause that it begins, if it does."""
        now = time.monotonic()
        seconds = retry_after
        if seconds is None:
            seconds = min(INITIAL_PAUSE * 2**self._pauses, MAX_PAUSE) * random.uniform(0.75, 1.0)  # noqa: S311  (not a secret)
        begins = now >= self._paused_until
        if begins:  # else a call that was in flight when the pause began
            self.limit = max(self.limit / 2, 1.0)
            self._pauses += 1
        elif retry_after is None:
            return None
        self._paused_until = max(self._paused_until, now + seconds)
        if self._timer:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(self._paused_until - now, self._wake)
        return seconds if begins else None

    def close(self) -> None:
        """Cancel the timer."""
        if self._timer:
            self._timer.cancel()

    def _is_free(self) -> bool:
        return self.in_use < int(self.limit) and time.monotonic() >= self._paused_until

    def _wake(self) -> None:
        """Give the free slots to those that wait."""
        now = time.monotonic()
        if now < self._paused_until:
            if not self._timer or self._timer.when() <= asyncio.get_running_loop().time():
                delay = self._paused_until - now
                self._timer = asyncio.get_running_loop().call_later(delay, self._wake)
            return
        while self._waiting and self._is_free():
            future = self._waiting.popleft()
            if not future.done():
                future.set_result(None)
                self.in_use += 1
