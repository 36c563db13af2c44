"""`max_concurrency` across threads, tasks and copies of a client."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from tests.helpers.recording import RecordingServer, make_response
from tests.helpers.sessions import async_session, session
from visionapis import APITimeoutError, AsyncRoboflow, Roboflow
from visionapis._http.limits import AsyncLimiter, Limiter, Limits, LimitTimeoutError
from visionapis_generated.ximilar.resources import AsyncResources, Resources

WAITED = r"timed out after 0\.(2|19\d?) s waiting for max_concurrency=1$"  # without what encoding took
PAGE = make_response('{"count": 0, "next": null, "results": []}')
URL = "https://images.example.com/a.png"


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
def test_both_limits_hold_together(asynchronous: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """With both limits neither is exceeded: two at a time, and not more than the rate allows, however many wait."""
    monkeypatch.setattr("visionapis._http.limits.MINUTE", 2.0)
    options: dict[str, Any] = {"max_concurrency": 2, "requests_per_minute": 10, "timeout": 10.0}
    start = time.monotonic()

    async def calls(url: str) -> list[object]:
        async with AsyncRoboflow(base_url=url, **options) as client:
            return await asyncio.gather(*(client.infer(URL, model="digits/1") for _ in range(14)))

    def call(client: Roboflow, _: int) -> object:
        return client.infer(URL, model="digits/1")

    with RecordingServer(delay=0.1, crowd=2) as server:
        if asynchronous:
            results = asyncio.run(calls(server.url))
        else:
            with Roboflow(base_url=server.url, **options) as client, ThreadPoolExecutor(8) as executor:
                results = list(executor.map(partial(call, client), range(14)))

    assert (server.peak, len(server.received), len(results)) == (2, 14, 14)
    assert time.monotonic() - start > 2.0


@pytest.mark.parametrize("asynchronous", [False, True])
def test_waiting_for_max_concurrency_times_out(asynchronous: bool) -> None:
    """Waiting for another call ends at the timeout, and does not keep the slot."""

    async def tasks(url: str) -> None:
        async with async_session(url, limits=Limits(1), timeout=10.0) as session_:
            first = asyncio.create_task(AsyncResources(session_).tasks.list())
            await asyncio.sleep(0.3)
            session_.settings = replace(session_.settings, timeout=0.2)
            with pytest.raises(APITimeoutError, match=WAITED):
                await AsyncResources(session_).tasks.list()
            await first
            session_.settings = replace(session_.settings, timeout=5.0)
            await AsyncResources(session_).tasks.list()

    def threads(url: str) -> None:
        with session(url, limits=Limits(1), timeout=10.0) as session_:
            first = threading.Thread(target=Resources(session_).tasks.list)
            first.start()
            time.sleep(0.3)
            session_.settings = replace(session_.settings, timeout=0.2)
            with pytest.raises(APITimeoutError, match=WAITED):
                Resources(session_).tasks.list()
            first.join()
            session_.settings = replace(session_.settings, timeout=5.0)
            Resources(session_).tasks.list()

    with RecordingServer(PAGE, delay=1.0) as server:
        asyncio.run(tasks(server.url)) if asynchronous else threads(server.url)

    assert len(server.received) == 2


@pytest.mark.parametrize("limit", ["max_concurrency", "requests_per_minute"])
@pytest.mark.parametrize("transport", ["threads", "httpx", "aiohttp"])
def test_closing_ends_calls_that_wait_for_a_limit(transport: Any, limit: str) -> None:
    """A call that waits for a limit when its client is closed sends nothing, and opens no connection."""
    options: Any = {limit: 1 if limit == "max_concurrency" else 120}
    errors: list[str] = []

    async def tasks(url: str) -> None:
        client = AsyncRoboflow("key", base_url=url, transport=transport, **options)
        calls = [asyncio.create_task(client.infer(URL, model="a/1")) for _ in range(9)]
        await asyncio.sleep(0.2)
        await client.aclose()
        errors.extend(str(each) for each in await asyncio.gather(*calls, return_exceptions=True))

    def threads(url: str) -> None:
        client = Roboflow("key", base_url=url, **options)
        with ThreadPoolExecutor(9) as pool:
            calls = [pool.submit(client.infer, URL, model="a/1") for _ in range(9)]
            time.sleep(0.2)
            client.close()
        errors.extend(str(each.exception()) for each in calls)

    with RecordingServer(delay=0.4 if limit == "max_concurrency" else 0.0) as server:
        threads(server.url) if transport == "threads" else asyncio.run(tasks(server.url))

    closed = [each for each in errors if each.endswith("the client is closed")]
    assert closed
    assert len(server.received) <= len(errors) - len(closed)


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
