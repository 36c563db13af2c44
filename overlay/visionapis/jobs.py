"""Waiting for what a server does in its own time: when to look again, and when to give up. Pure."""

from __future__ import annotations

import itertools
import math
import time
from typing import TYPE_CHECKING

from .errors import ConfigurationError, JobTimeoutError

if TYPE_CHECKING:
    from collections.abc import Sequence


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
