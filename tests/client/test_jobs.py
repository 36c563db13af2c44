"""Delays between the polls of a job, and its timeout."""

from __future__ import annotations

import time

import pytest

from visionapis import JobTimeoutError
from visionapis._http.polling import Poller


def test_last_interval_is_repeated() -> None:
    """After the first intervals, the last one is repeated."""
    poller = Poller("training", 100.0, (1.0, 2.0, 5.0))

    assert [poller.next_delay() for _ in range(6)] == [1.0, 2.0, 5.0, 5.0, 5.0, 5.0]


def test_delay_ends_at_the_timeout() -> None:
    """The last delay is shortened to end at the timeout."""
    poller = Poller("training", 20.0, (1.0, 60.0))

    assert poller.next_delay() == 1.0
    assert 19.0 < poller.next_delay() <= 20.0


def test_timeout_raises_job_timeout_error() -> None:
    """After the timeout, JobTimeoutError says that the job is still running."""
    poller = Poller("training of 'digits'", 0.05, (0.01,))
    time.sleep(0.06)
    with pytest.raises(JobTimeoutError) as caught:
        poller.next_delay()

    assert str(caught.value) == "training of 'digits' did not finish within 0.05 s"
    assert caught.value.hint == "it is still running: wait again, or raise timeout"


def test_zero_timeout_polls_once() -> None:
    """A timeout of 0 raises JobTimeoutError after one poll."""
    with pytest.raises(JobTimeoutError):
        Poller("training", 0, (1.0,)).next_delay()
