"""Poll a job of the server until it is finished, or until its timeout."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING, TypeVar

from visionapis.errors import JobTimeoutError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from visionapis.options import PollOptions

    from .reading import Reader

R = TypeVar("R")
T = TypeVar("T")


class Poller:
    """The delays between the polls of one job, until its timeout."""

    def __init__(self, job: str, timeout: float, intervals: Sequence[float]) -> None:
        """Make a poller; `job` names the job in messages, and the last of `intervals` (seconds) repeats."""
        self._job = job
        self._timeout = timeout
        self._end = time.monotonic() + timeout
        self._intervals = itertools.chain(intervals, itertools.repeat(intervals[-1]))

    def next_delay(self) -> float:
        """Return the seconds until the next poll. Raises JobTimeoutError if no time is left."""
        remaining = self._end - time.monotonic()
        if remaining <= 0:
            raise JobTimeoutError(
                f"{self._job} did not finish within {self._timeout:g} s",
                hint="it is still running: wait again, or raise timeout",
            )
        return min(next(self._intervals), remaining)


def make_poller(job: str, options: PollOptions, *, timeout: float, intervals: Sequence[float]) -> Poller:
    """Return a poller with the caller's checked options and these defaults."""
    interval = options.get("poll_interval")
    return Poller(job, options.get("timeout", timeout), intervals if interval is None else [interval])


def training_poller(trained: str, options: PollOptions) -> Poller:
    """Return a poller for the training of a model or task, which takes minutes to hours."""
    return make_poller(f"the training of {trained}", options, timeout=3600.0, intervals=(10.0, 30.0, 60.0))


def wait_for(fetch: Callable[[], R], finished: Reader[R, T | None], poller: Poller) -> T:
    """Fetch a job's state until it is read as something other than None. Raises JobTimeoutError."""
    while True:
        if (result := finished.call(fetch)) is not None:
            return result
        time.sleep(poller.next_delay())


async def wait_for_async(fetch: Callable[[], Awaitable[R]], finished: Reader[R, T | None], poller: Poller) -> T:
    """The asynchronous version of `wait_for`."""
    import asyncio

    while True:
        if (result := await finished.call_async(fetch)) is not None:
            return result
        await asyncio.sleep(poller.next_delay())
