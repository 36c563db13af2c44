"""Exceptions such as KeyboardInterrupt, raised at any point of a call, leave the client in order."""

from __future__ import annotations

import gc
import os
import random
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.helpers.limited import limited
from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from visionapis import Roboflow
from visionapis._http.limits import Limiter, Limits, RateWindow, SentRequest
from visionapis._locks import InterruptibleLock

if TYPE_CHECKING:
    from collections.abc import Callable

URL = "https://images.example.com/a.png"
COUNT = 100


class Interrupt(BaseException):
    """Like KeyboardInterrupt, which would end the tests."""


class Unraisable:
    """The classes of exceptions that could not be raised; whoever keeps more keeps the connections in their frames."""

    def __init__(self) -> None:
        self.found: list[type[BaseException]] = []

    def __call__(self, unraisable: Any) -> None:
        """Note an exception; replaces `sys.unraisablehook`."""
        self.found.append(unraisable.exc_type)


class Injector:
    """Raises Interrupt where CPython may run a signal's handler: as a Python function begins or one of C returns."""

    def __init__(self, at: int) -> None:
        self.count = 0
        self._at = at

    def __call__(self, frame: Any, event: str, argument: Any) -> None:
        """Count an event."""
        if event in {"call", "c_return"} and frame.f_code is not Unraisable.__call__.__code__:
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


def open_files() -> int:
    """Return the number of open files and sockets."""
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208  (names are enough)


TRANSPORTS: dict[str, Callable[[], httpx.BaseTransport | None]] = {
    "network": lambda: None,
    "given": httpx.HTTPTransport,
}


@pytest.mark.parametrize("error", [None, ValueError])
def test_lock_is_free_after_an_interrupt(error: type[Exception] | None) -> None:
    """A lock can be taken again, once at a time, at whatever point an interrupt has hit a block that held it."""
    lock = InterruptibleLock()

    def hold() -> None:
        with suppress(ValueError), lock:
            if error:
                raise error

    counter = Injector(0)
    counter.run(hold)
    for at in range(1, counter.count + 1):
        Injector(at).run(hold)
        with limited(5), lock:
            assert lock.qsize() == 0, at
        assert lock.qsize() == 1, at


@pytest.mark.parametrize("part", ["reserve", "begin"])
def test_rate_window_is_free_after_an_interrupt(part: str) -> None:
    """The rate of a client can be asked for again, at whatever point an interrupt has hit a request for it."""
    window = RateWindow(10**6)

    def reserve() -> None:
        with window.reserve(1.0):
            pass

    parts: dict[str, Callable[[], object]] = {"reserve": reserve, "begin": lambda: window.begin(SentRequest(), 1.0)}
    counter = Injector(0)
    counter.run(parts[part])
    for at in range(1, counter.count + 1):
        Injector(at).run(parts[part])
        with limited(5):
            window.begin(SentRequest(), 1.0)


@pytest.mark.parametrize("concurrency", [None, 1])
def test_interrupted_request_ends(concurrency: int | None) -> None:
    """A request is no longer counted as in flight a minute later, at whatever point an interrupt has hit it."""

    def send() -> None:
        with limiter.acquire(1.0):
            pass

    counter, at = Injector(0), 0
    while at <= counter.count:
        limiter = Limiter(Limits(concurrency, requests_per_minute=1))
        (Injector(at) if at else counter).run(send)
        gc.collect(0)  # a block that was not entered ends with its generator
        limiter._window._clock = lambda: time.monotonic() + 61
        with limited(5), limiter.acquire(1.0):
            pass
        at += 1


RESPONSES = {"kept": make_response(SINGLE_LABEL), "closed": make_response(SINGLE_LABEL, connection="close")}


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("connection", RESPONSES)
def test_call_after_an_interrupt_succeeds(
    transport: str, connection: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next call has its result, a place and a connection, at whatever point an interrupt has hit the last one.

    No connection stays open, and no exception but interrupts is lost.
    """
    rng = random.Random(seed)
    options: Any = {"max_concurrency": 1, "requests_per_minute": 10**6, "timeout": 2.0}
    gc.collect()
    monkeypatch.setattr(sys, "unraisablehook", unraisable := Unraisable())
    with RecordingServer(RESPONSES[connection]) as server:  # noqa: SIM117  (the client is closed first)
        with Roboflow(base_url=server.url, transport=TRANSPORTS[transport](), **options) as client:

            def call() -> object:
                return client.infer(URL, model="digits/1")

            expected = call()
            counter = Injector(-1)
            counter.run(call)
            gc.collect()
            before = open_files()
            for number in range(COUNT):
                at = rng.randint(1, counter.count)
                Injector(at).run(call)
                with limited(5):
                    assert call() == expected, (number, at)
            gc.collect()
            for _ in range(100):  # until the server has noticed
                if (left := open_files()) <= before + 2:
                    break
                time.sleep(0.05)
            assert left <= before + 2
    gc.collect()
    assert set(unraisable.found) <= {Interrupt}
