"""How many requests are under way at a time and sent in a minute, over all threads, tasks and copies."""

from __future__ import annotations

import asyncio
import random
import threading
import time
from contextlib import suppress
from dataclasses import replace

import pytest

from tests.helpers.recording import RecordingServer, answer
from tests.helpers.sessions import async_session, session
from visionapis import AsyncRoboflow, CallTimeoutError, ConfigurationError, Roboflow
from visionapis._http.limits import AsyncGate, Calendar, Gate, Limits, NoPlaceError
from visionapis._http.retry import Retry
from visionapis_generated.ximilar.facade import AsyncFacade, Facade

PAGE = answer('{"count": 0, "next": null, "results": []}')
URL = "https://pictures.example.com/a.png"


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        """What it shows."""
        return self.now


def test_no_minute_holds_more_than_the_limit() -> None:
    """Whenever requests come, also when some are given up."""
    draw = random.Random(2)  # noqa: S311  (no secret)
    for limit in (1, 3, 10):
        clock, sent = Clock(), list[float]()
        calendar = Calendar(limit, clock)
        for _ in range(400):
            clock.now += draw.expovariate(limit / 30)
            with suppress(asyncio.CancelledError, NoPlaceError), calendar.booked(200.0) as seconds:
                if draw.random() < 0.3:
                    raise asyncio.CancelledError
                sent.append(clock.now + seconds)
        sent.sort()
        assert len(sent) > 100
        assert all(later - earlier >= 60 - 1e-6 for earlier, later in zip(sent, sent[limit:], strict=False))


def test_requests_are_sent_as_soon_as_they_may_be() -> None:
    """The first ones at once, the next when the minute of the first is over."""
    clock = Clock()
    calendar = Calendar(2, clock)
    waits: list[float] = []
    for clock.now in (100.0, 110.0, 120.0, 120.0, 120.0, 400.0):
        with calendar.booked(1000.0) as seconds:
            waits.append(seconds)

    assert waits == [0.0, 0.0, 40.0, 50.0, 100.0, 0.0]


def test_moments_that_were_given_back_are_free() -> None:
    """A thousand requests that were given up keep nobody waiting."""
    calendar = Calendar(1, lambda: 0.0)
    with calendar.booked(1.0):
        pass
    for _ in range(1000):
        with pytest.raises(asyncio.CancelledError), calendar.booked(100.0):
            raise asyncio.CancelledError
    with calendar.booked(100.0) as seconds:
        assert seconds == 60.0


def test_request_without_a_moment_in_its_time_takes_none() -> None:
    """The next one that has more time finds the place free."""
    calendar = Calendar(1, lambda: 0.0)
    with calendar.booked(1.0):
        pass
    with pytest.raises(NoPlaceError), calendar.booked(60.0):
        pass
    with calendar.booked(60.1) as seconds:
        assert seconds == 60.0


@pytest.mark.parametrize("limits", [{"in_flight": 0}, {"per_minute": 0}, {"in_flight": -1}])
def test_limits_are_checked(limits: dict[str, int]) -> None:
    """A limit of nothing is a mistake."""
    with pytest.raises(ConfigurationError, match="whole numbers from 1"):
        Limits(**limits)


def test_threads_keep_the_limit() -> None:
    """32 threads with 96 calls: the server never has more than four, and has four."""
    with RecordingServer(PAGE, delay=0.01) as server, session(server.url, limits=Limits(4), timeout=30.0) as opened:
        tasks = Facade(opened).tasks
        threads = [threading.Thread(target=lambda: [tasks.list() for _ in range(3)]) for _ in range(32)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert (server.peak, len(server.received)) == (4, 96)


def test_tasks_keep_the_limit() -> None:
    """100 tasks: the server never has more than eight, and has eight."""

    async def calls(url: str) -> None:
        async with async_session(url, limits=Limits(8), timeout=60.0) as opened:
            tasks = AsyncFacade(opened).tasks
            await asyncio.gather(*(tasks.list() for _ in range(100)))

    with RecordingServer(PAGE, delay=0.02) as server:
        asyncio.run(calls(server.url))

    assert (server.peak, len(server.received)) == (8, 100)


def test_copies_share_the_limits() -> None:
    """A copy is the same client with other options."""
    with (
        RecordingServer() as server,
        Roboflow(base_url=server.url, requests_per_minute=2, timeout=5.0) as client,
    ):
        client.infer(URL, model="digits/1")
        client.with_options(timeout=6.0).infer(URL, model="digits/1")
        with pytest.raises(CallTimeoutError, match="own limits"):
            client.infer(URL, model="digits/1")

    assert len(server.received) == 2


def test_copies_share_the_places() -> None:
    """Also the places for requests that are under way, among tasks."""

    async def calls(url: str) -> None:
        async with AsyncRoboflow(base_url=url, max_in_flight=1) as client:
            copies = [client, client.with_options(timeout=20.0), client.with_options(max_retries=0)]
            await asyncio.gather(*(copy.infer(URL, model="digits/1") for copy in copies))

    with RecordingServer(delay=0.1) as server:
        asyncio.run(calls(server.url))

    assert (server.peak, len(server.received)) == (1, 3)


@pytest.mark.parametrize("asynchronous", [False, True])
def test_no_place_in_time_is_told_at_once(asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """The call is certain not to be sent, and is not tried again: its time is looked at as a whole."""

    policy, limits = Retry(max_retries=5), Limits(per_minute=1)

    async def later(url: str) -> None:
        async with async_session(url, limits=limits, retry=policy) as opened:
            await AsyncFacade(opened).tasks.list()
            await AsyncFacade(opened).tasks.list()

    def at_once(url: str) -> None:
        with session(url, limits=limits, retry=policy) as opened:
            Facade(opened).tasks.list()
            Facade(opened).tasks.list()

    begun = time.monotonic()
    with RecordingServer(PAGE) as server, pytest.raises(CallTimeoutError, match=r"own limits .* within 10 s") as caught:
        asyncio.run(later(server.url)) if asynchronous else at_once(server.url)

    assert (caught.value.sent, caught.value.attempts, len(server.received)) == (False, 1, 1)
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("asynchronous", [False, True])
def test_place_that_comes_too_late_is_no_place(asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """Who waits for another call to end waits no longer than its own time, and the place is free again after."""

    async def tasks(url: str) -> None:
        async with async_session(url, limits=Limits(1), timeout=1.0) as opened:
            first = asyncio.create_task(AsyncFacade(opened).tasks.list())
            await asyncio.sleep(0.3)
            opened.settings = replace(opened.settings, timeout=0.2)
            with pytest.raises(CallTimeoutError, match="own limits"):
                await AsyncFacade(opened).tasks.list()
            await first
            opened.settings = replace(opened.settings, timeout=5.0)
            await AsyncFacade(opened).tasks.list()

    def threads(url: str) -> None:
        with session(url, limits=Limits(1), timeout=1.0) as opened:
            first = threading.Thread(target=Facade(opened).tasks.list)
            first.start()
            time.sleep(0.3)
            opened.settings = replace(opened.settings, timeout=0.2)
            with pytest.raises(CallTimeoutError, match="own limits"):
                Facade(opened).tasks.list()
            first.join()
            opened.settings = replace(opened.settings, timeout=5.0)
            Facade(opened).tasks.list()

    with RecordingServer(PAGE, delay=0.8) as server:
        asyncio.run(tasks(server.url)) if asynchronous else threads(server.url)

    assert len(server.received) == 2


def test_cancelled_waiters_free_their_places() -> None:
    """Those that wait, and those that have just been let through."""

    async def calls() -> int:
        gate = AsyncGate(Limits(2))
        through = 0

        async def call() -> None:
            nonlocal through
            async with gate.passed(30.0):
                through += 1
                await asyncio.sleep(0.001)

        tasks = [asyncio.create_task(call()) for _ in range(300)]
        for place, task in enumerate(tasks):
            if place % 3:
                await asyncio.sleep(0)
                task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert sum(isinstance(result, asyncio.CancelledError) for result in results) > 100
        before = through
        async with gate.passed(1.0), gate.passed(1.0):  # both places are free
            with pytest.raises(NoPlaceError):
                async with gate.passed(0.05):
                    pass
        return before

    assert asyncio.run(calls()) >= 100


def test_failed_calls_free_their_places() -> None:
    """In threads too."""
    gate = Gate(Limits(1))
    for _ in range(3):
        with pytest.raises(ValueError, match="of the call"), gate.passed(1.0):
            raise ValueError("of the call")
    with gate.passed(0.0), pytest.raises(NoPlaceError), gate.passed(0.05):
        pass
