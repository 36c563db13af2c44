"""`requests_per_minute`: how requests are spaced, and what a call does that has to wait."""

from __future__ import annotations

import asyncio
import math
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import pairwise
from typing import Any

import pytest

from tests.client.test_classify_many import image, many, names, numbers_in, response_to
from tests.helpers.recording import SINGLE_LABEL, Received, RecordingServer, make_response
from tests.helpers.sessions import async_session, session
from tests.helpers.vendors import vendor_of
from visionapis import APITimeoutError, AsyncRoboflow, AsyncXimilar, Roboflow, Ximilar
from visionapis._http.limits import Limits, LimitTimeoutError, RateWindow, SentRequest
from visionapis._http.retry import RetryPolicy
from visionapis._vendors import find_vendor
from visionapis_generated.ximilar.resources import AsyncResources, Resources

PAGE = make_response('{"count": 0, "next": null, "results": []}')
URL = "https://images.example.com/a.png"


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def test_no_minute_exceeds_the_limit() -> None:
    """No period of 60 seconds has more requests than the limit, even when some are cancelled."""
    rng = random.Random(2)
    for limit in (1, 3, 10, 50, 300):
        clock, sent = Clock(), list[float]()
        window = RateWindow(limit, clock)
        for _ in range(max(400, 3 * limit)):
            clock.now += rng.expovariate(limit / 30)
            with suppress(asyncio.CancelledError, LimitTimeoutError), window.reserve(200.0) as delay:
                if rng.random() < 0.3:
                    raise asyncio.CancelledError
                sent.append(clock.now + delay)
        sent.sort()
        assert len(sent) > max(100, 2 * limit)
        assert all(later - earlier >= 60 - 1e-6 for earlier, later in zip(sent, sent[limit:], strict=False))


def test_requests_are_spaced_evenly() -> None:
    """A request is delayed until an interval after the last one, and not at all after a longer pause."""
    clock = Clock()
    window = RateWindow(2, clock)
    delays: list[float] = []
    for clock.now in (100.0, 110.0, 120.0, 120.0, 120.0, 400.0):
        with window.reserve(1000.0) as delay:
            delays.append(delay)

    assert delays == [0.0, 20.0, 40.0, 70.0, 100.0, 0.0]


@pytest.mark.parametrize(("limit", "burst"), [(1, 1), (19, 1), (20, 2), (60, 4), (180, 10), (6000, 10)])
def test_a_few_requests_may_be_sent_at_once(limit: int, burst: int) -> None:
    """After a pause, 1 of 20 requests of the limit, and at most ten, are sent at once; the others follow evenly."""
    clock = Clock()
    window = RateWindow(limit, clock)
    for _ in range(2):
        delays: list[float] = []
        for _ in range(limit + burst):
            with window.reserve(1000.0) as delay:
                delays.append(delay)
        assert delays[:burst] == pytest.approx([0.0] * burst)
        steps = [later - earlier for earlier, later in pairwise(delays[burst - 1 :])]
        assert steps == pytest.approx([60 / (limit - burst + 1)] * limit)
        clock.now += 1000.0


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 10, 19, 20, 50, 99, 100, 1000])
def test_calls_in_a_loop_wait_for_one_interval(limit: int) -> None:
    """However many calls follow each other, none waits for much longer than an interval and the last call."""
    rng = random.Random(limit)
    clock, interval = Clock(), 60 / limit
    window = RateWindow(limit, clock)
    for _ in range(3 * limit + 10):
        duration = rng.uniform(0, 0.1 * interval)
        end = clock.now + 1.5 * interval
        with window.reserve(end - clock.now) as delay:
            clock.now += delay
        request = SentRequest(clock)
        while (delay := window.begin(request, end - clock.now)) > 0:
            clock.now += delay
        clock.now += duration
        request.extend(request.end)
    assert clock.now < 1.2 * 60 * (3 * limit + 10) / limit


def test_cancelled_slots_are_released() -> None:
    """The slots of a thousand cancelled requests are free again, in whatever order they were cancelled."""
    window = RateWindow(1, lambda: 0.0)
    with window.reserve(1.0):
        pass
    for _ in range(1000):
        with pytest.raises(asyncio.CancelledError), window.reserve(100.0):
            raise asyncio.CancelledError
    waiting = [window.reserve(1e6) for _ in range(1000)]
    assert [each.__enter__() for each in waiting[:3]] == [60.0, 120.0, 180.0]
    for each in waiting[3:]:
        each.__enter__()
    random.Random(4).shuffle(waiting)
    for each in waiting:
        each.__exit__(asyncio.CancelledError, asyncio.CancelledError(), None)
    for number in range(1, 5):
        with window.reserve(1000.0) as delay:
            assert delay == number * 60.0


class SlowNumber(float):
    """A number whose comparisons and differences let other threads run in between."""

    def __lt__(self, other: float) -> bool:
        time.sleep(0.001)
        return float(self) < other

    def __gt__(self, other: float) -> bool:
        time.sleep(0.001)
        return float(self) > other

    def __sub__(self, other: float) -> float:
        time.sleep(0.001)
        return float(self) - other


class SlowLimit(int):
    """A limit whose differences let other threads run in between."""

    def __rsub__(self, other: int) -> int:
        time.sleep(0.001)
        return other - int(self)


def test_threads_get_different_slots() -> None:
    """Threads that reserve slots at the same moment get one each."""
    window = RateWindow(1, lambda: SlowNumber(0.0))
    ready = threading.Barrier(16)

    def reserve(_: int) -> float:
        ready.wait()
        with window.reserve(1e6) as delay:
            return delay

    with ThreadPoolExecutor(16) as pool:
        assert sorted(pool.map(reserve, range(16))) == [60.0 * number for number in range(16)]


def test_threads_do_not_exceed_the_limit_together() -> None:
    """Of threads that want to send at the same moment, no more than the limit begin."""
    window = RateWindow(SlowLimit(3), lambda: 0.0)
    ready = threading.Barrier(16)

    def begin(_: int) -> float:
        ready.wait()
        return window.begin(SentRequest(), math.inf)

    with ThreadPoolExecutor(16) as pool:
        assert sorted(pool.map(begin, range(16)))[:4] == [0.0, 0.0, 0.0, 60.0]


def test_timed_out_request_takes_no_slot() -> None:
    """A request whose timeout is too short for a slot does not take one."""
    window = RateWindow(1, lambda: 0.0)
    with window.reserve(1.0):
        pass
    with pytest.raises(LimitTimeoutError), window.reserve(60.0):
        pass
    with window.reserve(60.1) as delay:
        assert delay == 60.0


def test_no_minute_exceeds_the_limit_at_the_server() -> None:
    """Requests of very different durations never arrive more often than the limit, whenever in that time they do."""
    rng = random.Random(3)
    for limit in (1, 5, 40):
        clock, arrivals = Clock(), list[float]()
        window = RateWindow(limit, clock)
        events = [(0.0, number, "begin") for number in range(limit * 5)]  # a burst
        requests = [SentRequest(clock) for _ in events]
        while events:
            events.sort()
            clock.now, number, event = events.pop(0)
            if event == "end":
                requests[number].extend(requests[number].end)
            elif (delay := window.begin(requests[number], math.inf)) > 0:
                events.append((clock.now + delay, number, "begin"))
            else:
                duration = rng.expovariate(1 / 2)
                arrivals.append(clock.now + rng.uniform(0, duration))
                events.append((clock.now + duration, number, "end"))
        arrivals.sort()
        assert len(arrivals) == limit * 5
        assert all(later - earlier >= 60 - 1e-6 for earlier, later in zip(arrivals, arrivals[limit:], strict=False))
        assert arrivals[-1] < 5 * 60 + 5 * 30  # and not much less often


def test_copies_share_the_rate_limit() -> None:
    """A client and its copy share `requests_per_minute`."""
    with (
        RecordingServer() as server,
        Roboflow(base_url=server.url, requests_per_minute=2, timeout=5.0) as client,
    ):
        client.infer(URL, model="digits/1")
        with pytest.raises(APITimeoutError, match="requests_per_minute=2 permits no request"):
            client.with_options(timeout=6.0).infer(URL, model="digits/1")

    assert len(server.received) == 1


@pytest.mark.parametrize("asynchronous", [False, True])
def test_rate_limit_beyond_the_timeout_fails_at_once(asynchronous: bool) -> None:
    """A call that cannot be sent within its timeout fails at once, and says how long it would have had to wait."""

    policy, limits = RetryPolicy(max_retries=5), Limits(max_concurrency=1, requests_per_minute=1)

    async def call_async(url: str) -> None:
        async with async_session(url, limits=limits, retry=policy) as session_:
            await AsyncResources(session_).tasks.list()
            await AsyncResources(session_).tasks.list()

    def call_sync(url: str) -> None:
        with session(url, limits=limits, retry=policy) as session_:
            Resources(session_).tasks.list()
            Resources(session_).tasks.list()

    message = (
        r"requests_per_minute=1 permits no request for (60\.0|5\d\.\d) s, and the call times out in (10\.0|9\.\d) s$"
    )
    with RecordingServer(PAGE) as server, pytest.raises(APITimeoutError, match=message) as caught:
        asyncio.run(call_async(server.url)) if asynchronous else call_sync(server.url)

    assert (caught.value.request_sent, caught.value.attempts, len(server.received)) == (False, 0, 1)
    assert caught.value.hint == "raise requests_per_minute or timeout"


@pytest.fixture
def short_minute(monkeypatch: pytest.MonkeyPatch) -> float:
    """Let limits be those of two seconds."""
    monkeypatch.setattr("visionapis._http.limits.MINUTE", 2.0)
    return 2.0


class ClockedServer(RecordingServer):
    """A server that notes when requests arrive."""

    def __init__(self, vendor: str) -> None:
        self._vendor = vendor
        self.arrivals: list[float] = []
        super().__init__(self._respond)

    def _respond(self, request: Received) -> bytes:
        self.arrivals.append(time.monotonic())
        return response_to(self._vendor, numbers_in(request))


@pytest.mark.parametrize("client_class", [Roboflow, AsyncRoboflow, Ximilar, AsyncXimilar])
def test_classify_many_waits_for_its_turn(client_class: Any, short_minute: float) -> None:
    """More requests than the limit take longer than a minute, and longer than the timeout of each, and all succeed."""
    vendor = vendor_of(client_class)
    count = 14 * find_vendor(vendor).max_images
    with ClockedServer(vendor) as server:
        results = many(
            client_class,
            server.url,
            [image(client_class, number) for number in range(count)],
            options={"requests_per_minute": 10, "timeout": 1.8},
        )

    assert names(results) == [str(number) for number in range(count)]
    assert len(server.arrivals) == 14
    assert all(
        later - earlier >= short_minute for earlier, later in zip(server.arrivals, server.arrivals[10:], strict=False)
    )


@pytest.mark.parametrize("asynchronous", [False, True])
def test_calls_in_a_loop_wait_for_their_turn(asynchronous: bool, short_minute: float) -> None:
    """More calls than the limit, one after the other, all succeed within a timeout shorter than a minute."""
    arrivals: list[float] = []

    def respond(_: Received) -> bytes:
        arrivals.append(time.monotonic())
        return make_response(SINGLE_LABEL)

    with RecordingServer(respond) as server:
        options: Any = {"base_url": server.url, "requests_per_minute": 10, "timeout": 1.8}

        async def call_async() -> None:
            async with AsyncRoboflow(**options) as client:
                for _ in range(14):
                    await client.infer(URL, model="digits/1")

        def call() -> None:
            with Roboflow(**options) as client:
                for _ in range(14):
                    client.infer(URL, model="digits/1")

        asyncio.run(call_async()) if asynchronous else call()

    assert all(later - earlier >= short_minute for earlier, later in zip(arrivals, arrivals[10:], strict=False))
