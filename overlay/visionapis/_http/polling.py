"""Waiting for what a server does in its own time: when to look again, and when to give up. Pure."""

from __future__ import annotations

import itertools
import math
import time
from typing import TYPE_CHECKING, TypedDict

from visionapis.errors import ConfigurationError, JobTimeoutError

if TYPE_CHECKING:
    from collections.abc import Sequence


class Waiting(TypedDict, total=False):
    """How to wait for a job; what is left out is the vendor's custom."""

    timeout: float
    """Seconds until JobTimeoutError is raised."""
    poll_interval: float
    """Seconds between looks; left out, they grow from look to look."""


class Watch:
    """The looks at one job, until its time is over."""

    def __init__(self, what: str, timeout: float, intervals: Sequence[float]) -> None:
        """`what` names the job in messages; `intervals` are seconds between looks, the last one for ever.

        Raises ConfigurationError unless there is an end to `timeout`, in seconds.
        """
        if not 0 <= timeout < math.inf:
            raise ConfigurationError(f"timeout is a number of seconds, not {timeout!r}")
        self._what = what
        self._timeout = timeout
        self._end = time.monotonic() + timeout
        self._intervals = itertools.chain(intervals, itertools.repeat(intervals[-1]))

    def wait(self) -> float:
        """Seconds until the next look. Raises JobTimeoutError when no time is left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise JobTimeoutError(
                f"{self._what} did not end within {self._timeout:g} s; it goes on, wait again or raise timeout"
            )
        return min(next(self._intervals), left)


def watch(what: str, waiting: Waiting, *, timeout: float, intervals: Sequence[float]) -> Watch:
    """The looks at a job as a caller asks for them; `timeout` and `intervals` stand for what is left out.

    Raises ConfigurationError.
    """
    interval = waiting.get("poll_interval")
    if interval is not None and not 0 < interval < math.inf:
        raise ConfigurationError(f"poll_interval is a number of seconds above 0, not {interval!r}")
    return Watch(what, waiting.get("timeout", timeout), intervals if interval is None else [interval])
