"""`max_concurrency` and `requests_per_minute` across threads, tasks and copies of a client."""

from __future__ import annotations

import asyncio
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from tests.helpers.recording import RecordingServer, make_response
from tests.helpers.sessions import async_session, session
from visionapis import APITimeoutError, AsyncRoboflow, Roboflow
from visionapis._http.limits import AsyncLimiter, Limiter, Limits, LimitTimeoutError, RateWindow
from visionapis._http.retry import RetryPolicy
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
    rng = random.Random(2)  # noqa: S311  (not for security)
    for limit in (1, 3, 10):
        clock, sent = Clock(), list[float]()
        window = RateWindow(limit, clock)
        for _ in range(400):
            clock.now += rng.expovariate(limit / 30)
            with suppress(asyncio.CancelledError, LimitTimeoutError), window.reserve(200.0) as delay:
                if rng.random() < 0.3:
                    raise asyncio.CancelledError
                sent.append(clock.now + delay)
        sent.sort()
        assert len(sent) > 100
        assert all(later - earlier >= 60 - 1e-6 for earlier, later in zip(sent, sent[limit:], strict=False))


def test_delays_are_minimal() -> None:
    """A request waits until the first request of the last full window is 60 seconds old."""
    clock = Clock()
    window = RateWindow(2, clock)
    delays: list[float] = []
    for clock.now in (100.0, 110.0, 120.0, 120.0, 120.0, 400.0):
        with window.reserve(1000.0) as delay:
            delays.append(delay)

    assert delays == [0.0, 0.0, 40.0, 50.0, 100.0, 0.0]


def test_cancelled_slots_are_released() -> None:
    """The slots of a thousand cancelled requests are free again."""
    window = RateWindow(1, lambda: 0.0)
    with window.reserve(1.0):
        pass
    for _ in range(1000):
        with pytest.raises(asyncio.CancelledError), window.reserve(100.0):
            raise asyncio.CancelledError
    with window.reserve(100.0) as delay:
        assert delay == 60.0


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
    rng = random.Random(3)  # noqa: S311  (not for security)
    for limit in (1, 5, 40):
        clock, arrivals = Clock(), list[float]()
        window = RateWindow(limit, clock)
        events = [(0.0, number, "begin") for number in range(limit * 5)]  # a burst
        while events:
            events.sort()
            clock.now, number, event = events.pop(0)
            if event == "end":
                window.end(number)
            elif (delay := window.begin(number)) > 0:
                events.append((clock.now + delay, number, "begin"))
            else:
                duration = rng.expovariate(1 / 2)
                arrivals.append(clock.now + rng.uniform(0, duration))
                events.append((clock.now + duration, number, "end"))
        arrivals.sort()
        assert len(arrivals) == limit * 5
        assert all(later - earlier >= 60 - 1e-6 for earlier, later in zip(arrivals, arrivals[limit:], strict=False))
        assert arrivals[-1] < 5 * 60 + 5 * 30  # and not much less often


def test_max_concurrency_across_threads() -> None:
    """32 threads never have more than `max_concurrency` requests in flight, and reach that number."""
    server = RecordingServer(PAGE, delay=0.01, crowd=4)
    with server, session(server.url, limits=Limits(4), timeout=30.0) as session_:
        tasks = Resources(session_).tasks
        threads = [threading.Thread(target=lambda: [tasks.list() for _ in range(3)]) for _ in range(32)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert (server.peak, len(server.received)) == (4, 96)


def test_max_concurrency_across_tasks() -> None:
    """100 tasks never have more than `max_concurrency` requests in flight, and reach that number."""

    async def calls(url: str) -> None:
        async with async_session(url, limits=Limits(8), timeout=60.0) as session_:
            tasks = AsyncResources(session_).tasks
            await asyncio.gather(*(tasks.list() for _ in range(100)))

    with RecordingServer(PAGE, delay=0.02, crowd=8) as server:
        asyncio.run(calls(server.url))

    assert (server.peak, len(server.received)) == (8, 100)


def test_copies_share_the_rate_limit() -> None:
    """A client and its copy share `requests_per_minute`."""
    with (
        RecordingServer() as server,
        Roboflow(base_url=server.url, requests_per_minute=2, timeout=5.0) as client,
    ):
        client.infer(URL, model="digits/1")
        client.with_options(timeout=6.0).infer(URL, model="digits/1")
        with pytest.raises(APITimeoutError, match="waiting for max_concurrency or requests_per_minute"):
            client.infer(URL, model="digits/1")

    assert len(server.received) == 2


def test_copies_share_max_concurrency() -> None:
    """A client and its copies share `max_concurrency`."""

    async def calls(url: str) -> None:
        async with AsyncRoboflow(base_url=url, max_concurrency=1) as client:
            copies = [client, client.with_options(timeout=20.0), client.with_options(max_retries=0)]
            await asyncio.gather(*(copy.infer(URL, model="digits/1") for copy in copies))

    with RecordingServer(delay=0.1) as server:
        asyncio.run(calls(server.url))

    assert (server.peak, len(server.received)) == (1, 3)


@pytest.mark.parametrize("asynchronous", [False, True])
def test_both_limits_hold_together(asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """With both limits neither is exceeded, and a call that the rate does not allow keeps no slot from another."""
    options: dict[str, Any] = {"max_concurrency": 2, "requests_per_minute": 4, "timeout": 10.0}

    async def calls(url: str) -> list[object]:
        async with AsyncRoboflow(base_url=url, **options) as client:
            return await asyncio.gather(
                *(client.infer(URL, model="digits/1") for _ in range(8)), return_exceptions=True
            )

    def call(client: Roboflow, _: int) -> object:
        try:
            return client.infer(URL, model="digits/1")
        except APITimeoutError as error:
            return error

    with RecordingServer(delay=0.1, crowd=2) as server:
        if asynchronous:
            results = asyncio.run(calls(server.url))
        else:
            with Roboflow(base_url=server.url, **options) as client, ThreadPoolExecutor(8) as executor:
                results = list(executor.map(partial(call, client), range(8)))

    failed = [each for each in results if isinstance(each, APITimeoutError)]
    assert (server.peak, len(server.received), len(failed)) == (2, 4, 4)
    assert {each.request_sent for each in failed} == {False}


@pytest.mark.parametrize("asynchronous", [False, True])
def test_rate_limit_beyond_the_timeout_fails_at_once(asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """A call that cannot be sent within its timeout fails at once, without retries."""

    policy, limits = RetryPolicy(max_retries=5), Limits(requests_per_minute=1)

    async def call_async(url: str) -> None:
        async with async_session(url, limits=limits, retry=policy) as session_:
            await AsyncResources(session_).tasks.list()
            await AsyncResources(session_).tasks.list()

    def call_sync(url: str) -> None:
        with session(url, limits=limits, retry=policy) as session_:
            Resources(session_).tasks.list()
            Resources(session_).tasks.list()

    start = time.monotonic()
    with (
        RecordingServer(PAGE) as server,
        pytest.raises(APITimeoutError, match="timed out after 10 s waiting for") as caught,
    ):
        asyncio.run(call_async(server.url)) if asynchronous else call_sync(server.url)

    assert (caught.value.request_sent, caught.value.attempts, len(server.received)) == (False, 0, 1)
    assert time.monotonic() - start < 5


@pytest.mark.parametrize("asynchronous", [False, True])
def test_waiting_for_max_concurrency_times_out(asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """Waiting for another call ends at the timeout, and does not keep the slot."""

    async def tasks(url: str) -> None:
        async with async_session(url, limits=Limits(1), timeout=1.0) as session_:
            first = asyncio.create_task(AsyncResources(session_).tasks.list())
            await asyncio.sleep(0.3)
            session_.settings = replace(session_.settings, timeout=0.2)
            with pytest.raises(APITimeoutError, match="waiting for max_concurrency or requests_per_minute"):
                await AsyncResources(session_).tasks.list()
            await first
            session_.settings = replace(session_.settings, timeout=5.0)
            await AsyncResources(session_).tasks.list()

    def threads(url: str) -> None:
        with session(url, limits=Limits(1), timeout=1.0) as session_:
            first = threading.Thread(target=Resources(session_).tasks.list)
            first.start()
            time.sleep(0.3)
            session_.settings = replace(session_.settings, timeout=0.2)
            with pytest.raises(APITimeoutError, match="waiting for max_concurrency or requests_per_minute"):
                Resources(session_).tasks.list()
            first.join()
            session_.settings = replace(session_.settings, timeout=5.0)
            Resources(session_).tasks.list()

    with RecordingServer(PAGE, delay=0.8) as server:
        asyncio.run(tasks(server.url)) if asynchronous else threads(server.url)

    assert len(server.received) == 2


def test_cancelled_waiters_release_their_slots() -> None:
    """Tasks cancelled while waiting, or just after, release their slots."""

    async def calls() -> int:
        limiter = AsyncLimiter(Limits(2))
        acquired = 0

        async def call() -> None:
            nonlocal acquired
            async with limiter.acquire(30.0):
                acquired += 1
                await asyncio.sleep(0.001)

        tasks = [asyncio.create_task(call()) for _ in range(300)]
        for number, task in enumerate(tasks):
            if number % 3:
                await asyncio.sleep(0)
                task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert sum(isinstance(result, asyncio.CancelledError) for result in results) > 100
        before = acquired
        async with limiter.acquire(1.0), limiter.acquire(1.0):  # both slots are free
            with pytest.raises(LimitTimeoutError):
                async with limiter.acquire(0.05):
                    pass
        return before

    assert asyncio.run(calls()) >= 100


def test_failed_calls_release_their_slots() -> None:
    """A call that raises releases its slot."""
    limiter = Limiter(Limits(1))
    for _ in range(3):
        with pytest.raises(ValueError, match="failed"), limiter.acquire(1.0):
            raise ValueError("failed")
    with limiter.acquire(0.0), pytest.raises(LimitTimeoutError), limiter.acquire(0.05):
        pass
