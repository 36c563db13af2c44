"""When to look again at what a server does in its own time, and when to give up."""

from __future__ import annotations

import math
import time

import pytest

from visionapis import ConfigurationError, JobTimeoutError
from visionapis._http.polling import Watch


def test_last_interval_is_for_ever() -> None:
    """The ones before are for the first looks."""
    watch = Watch("training", 100.0, (1.0, 2.0, 5.0))

    assert [watch.wait() for _ in range(6)] == [1.0, 2.0, 5.0, 5.0, 5.0, 5.0]


def test_no_wait_is_longer_than_what_is_left() -> None:
    """So that the last look is when the time is over, and not after."""
    watch = Watch("training", 20.0, (1.0, 60.0))

    assert watch.wait() == 1.0
    assert 19.0 < watch.wait() <= 20.0


def test_time_that_is_over_is_told() -> None:
    """The job goes on, and the message says so."""
    watch = Watch("training of 'digits'", 0.05, (0.01,))
    time.sleep(0.06)
    with pytest.raises(JobTimeoutError) as caught:
        watch.wait()

    assert str(caught.value) == (
        "training of 'digits' did not end within 0.05 s; it goes on, wait again or raise timeout"
    )


def test_no_time_is_one_look() -> None:
    """Whoever gives none wants to know how it stands."""
    with pytest.raises(JobTimeoutError):
        Watch("training", 0, (1.0,)).wait()


@pytest.mark.parametrize("timeout", [-1.0, math.inf, math.nan])
def test_time_has_an_end(timeout: float) -> None:
    """No wait is for ever."""
    with pytest.raises(ConfigurationError, match="timeout is a number of seconds"):
        Watch("training", timeout, (1.0,))
