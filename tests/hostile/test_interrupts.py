"""Exceptions such as KeyboardInterrupt, raised at any point of a call, leave the client in order."""

from __future__ import annotations

import gc
import os
import random
import signal
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.helpers.recording import RecordingServer
from visionapis import Roboflow

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

URL = "https://images.example.com/a.png"


class Interrupt(BaseException):
    """Like KeyboardInterrupt, which would end the tests."""


class Injector:
    """Raises Interrupt where CPython may run a signal's handler: as a Python function begins or one of C returns."""

    def __init__(self, at: int) -> None:
        self.count = 0
        self._at = at

    def __call__(self, frame: Any, event: str, argument: Any) -> None:
        """Count an event."""
        if event in {"call", "c_return"}:
            self.count += 1
            if self.count == self._at:
                raise Interrupt

    def run(self, function: Callable[[], object]) -> None:
        """Run a function, with its interrupt."""
        sys.setprofile(self)
        try:
            function()
        except Interrupt:
            pass
        finally:
            sys.setprofile(None)


@contextmanager
def limited(seconds: float) -> Generator[None]:
    """Raise TimeoutError in the block after a time, also if it waits for a lock."""

    def expire(*_: object) -> None:
        raise TimeoutError("the call hangs")

    previous = signal.signal(signal.SIGALRM, expire)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def open_files() -> int:
    """Return the number of open files and sockets."""
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208  (names are enough)


TRANSPORTS: dict[str, Callable[[], httpx.BaseTransport | None]] = {
    "network": lambda: None,
    "given": httpx.HTTPTransport,
}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_call_after_an_interrupt_succeeds(transport: str, request: pytest.FixtureRequest) -> None:
    """The next call has its result, a place and a connection, at whatever point an interrupt has hit the last one."""
    count = 10_000 if request.config.getoption("--hostile") else 100
    rng = random.Random(7)  # noqa: S311  (not for security)
    options: Any = {"max_concurrency": 1, "requests_per_minute": 10**6, "timeout": 2.0}
    with RecordingServer() as server:  # noqa: SIM117  (the client is closed first)
        with Roboflow(base_url=server.url, transport=TRANSPORTS[transport](), **options) as client:

            def call() -> object:
                return client.infer(URL, model="digits/1")

            expected = call()
            counter = Injector(-1)
            counter.run(call)
            gc.collect()
            before = open_files()
            for number in range(count):
                at = rng.randint(1, counter.count)
                Injector(at).run(call)
                with limited(5):
                    assert call() == expected, (number, at)
            gc.collect()
            for _ in range(100):  # until the server has noticed
                if (left := open_files()) <= before + 4:
                    break
                time.sleep(0.05)
            assert left <= before + 4
