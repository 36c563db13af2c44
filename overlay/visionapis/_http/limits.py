"""How many calls a client sends at a time, and in a minute."""

from __future__ import annotations

import threading
import time
from bisect import bisect_right, insort
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from visionapis.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Generator

MINUTE = 60.0


class NoPlaceError(Exception):
    """The limits leave no place for a request in the time that it has."""


@dataclass(eq=False, repr=False)
class Limits:
    """The most that a client sends; None is no limit."""

    in_flight: int | None = None
    per_minute: int | None = None

    @property
    def any(self) -> bool:
        """Whether there is a limit."""
        return bool(self.in_flight or self.per_minute)

    def __post_init__(self) -> None:
        for limit in (self.in_flight, self.per_minute):
            if limit is not None and limit < 1:
                raise ConfigurationError("max_in_flight and requests_per_minute are whole numbers from 1")


class Calendar:
    """Gives each request the moment when it may be sent, so that no minute holds more than so many."""

    def __init__(self, per_minute: int | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._moments: list[float] = []  # ascending
        self._lock = threading.Lock()

    @contextmanager
    def booked(self, left: float) -> Generator[float]:
        """Seconds until this request may be sent, to be waited for within; who breaks off gives the moment back.

        Raises NoPlaceError when that is more than is `left`.
        """
        if self._per_minute is None:
            yield 0.0
            return
        with self._lock:
            now = self._clock()
            del self._moments[: bisect_right(self._moments, now - MINUTE)]
            full = len(self._moments) >= self._per_minute
            moment = max(now, self._moments[-self._per_minute] + MINUTE) if full else now
            if moment - now >= left:
                raise NoPlaceError
            insort(self._moments, moment)
        try:
            yield moment - now
        except BaseException:
            with self._lock:
                self._moments.remove(moment)
            raise


class Gate:
    """Lets requests of many threads through, as `limits` say."""

    def __init__(self, limits: Limits) -> None:
        self._places = threading.BoundedSemaphore(limits.in_flight) if limits.in_flight else None
        self._calendar = Calendar(limits.per_minute)

    @contextmanager
    def passed(self, left: float) -> Generator[None]:
        """Holds a place for one request. Raises NoPlaceError when none comes free within `left` seconds."""
        end = time.monotonic() + left
        if self._places and not self._places.acquire(timeout=left):
            raise NoPlaceError
        try:
            with self._calendar.booked(end - time.monotonic()) as seconds:
                time.sleep(seconds)
            yield
        finally:
            if self._places:
                self._places.release()


class AsyncGate:
    """Lets requests of many tasks through, as `limits` say."""

    def __init__(self, limits: Limits) -> None:
        import asyncio

        self._places = asyncio.BoundedSemaphore(limits.in_flight) if limits.in_flight else None
        self._calendar = Calendar(limits.per_minute)

    @asynccontextmanager
    async def passed(self, left: float) -> AsyncGenerator[None]:
        """Holds a place for one request. Raises NoPlaceError when none comes free within `left` seconds."""
        import asyncio

        end = time.monotonic() + left
        if self._places:
            try:
                # Not wait_for, which in Python 3.11 can swallow a cancellation: https://github.com/python/cpython/issues/86296
                async with asyncio.timeout(left):
                    await self._places.acquire()
            except TimeoutError:
                raise NoPlaceError from None
        try:
            with self._calendar.booked(end - time.monotonic()) as seconds:
                if seconds:
                    await asyncio.sleep(seconds)
            yield
        finally:
            if self._places:
                self._places.release()
