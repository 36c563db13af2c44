"""Tasks that are cancelled at any moment of a call leave an async client in order."""

from __future__ import annotations

import asyncio
import gc
import os
import random
import threading
import time
from typing import Any

import httpx
import pytest

from tests.helpers.limited import limited
from tests.helpers.recording import SINGLE_LABEL, Received, RecordingServer, make_response
from visionapis import AsyncRoboflow

URL = "https://images.example.com/a.png"
COUNT = 160
CONCURRENCY = 4


def open_files() -> int:
    """Return the number of open files and sockets."""
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208  (names are enough)


async def cancel_tasks(client: AsyncRoboflow, rng: random.Random) -> list[Any]:
    """Make calls, cancel each one at some moment, and return the outcomes."""
    outcomes: list[Any] = []
    for _ in range(COUNT // 8):
        tasks = [asyncio.create_task(client.infer(URL, model="digits/1")) for _ in range(8)]
        for task in rng.sample(tasks, 8):
            if rng.random() < 0.5:
                for _ in range(rng.randrange(20)):
                    await asyncio.sleep(0)
            else:
                await asyncio.sleep(rng.uniform(0, 0.004))
            task.cancel()
        outcomes += await asyncio.gather(*tasks, return_exceptions=True)
    return outcomes


@pytest.mark.parametrize("transport", ["httpx", "aiohttp", "given"])
def test_calls_after_cancellations_succeed(transport: Any, seed: int) -> None:
    """After many cancellations all places of `max_concurrency` are free, and no task or connection is left."""
    together = threading.Barrier(CONCURRENCY)

    def respond(request: Received) -> bytes:
        if request.path == "/together/1":
            together.wait(10)
        return make_response(SINGLE_LABEL)

    async def attack(url: str) -> list[Any]:
        options: Any = {"max_concurrency": CONCURRENCY, "requests_per_minute": 10**6, "timeout": 30.0}
        chosen = httpx.AsyncHTTPTransport() if transport == "given" else transport
        async with AsyncRoboflow(base_url=url, transport=chosen, **options) as client:
            idle = open_files()
            # Both ends of each connection are in this process, and no more than CONCURRENCY are ever required at once.
            outcomes = await cancel_tasks(client, random.Random(seed))
            await asyncio.gather(*(client.infer(URL, model="together/1") for _ in range(CONCURRENCY)))
            assert asyncio.all_tasks() == {asyncio.current_task()}
            for _ in range(100):  # until the server has noticed
                if (kept := open_files() - idle) <= 2 * CONCURRENCY:
                    break
                await asyncio.sleep(0.05)
            assert kept <= 2 * CONCURRENCY
        return outcomes

    gc.collect()
    with RecordingServer(respond, delay=0.001) as server:
        before = open_files()
        with limited(60):
            outcomes = asyncio.run(attack(server.url))
        gc.collect()
        for _ in range(100):  # until the server has noticed
            if (left := open_files()) <= before:
                break
            time.sleep(0.05)
        assert left <= before
    errors = {type(each) for each in outcomes if isinstance(each, BaseException)}
    assert errors == {asyncio.CancelledError}
    assert len(outcomes) == COUNT
    assert len(server.received) > COUNT // 8  # many were cancelled after their request was sent


@pytest.mark.parametrize("others", [2, 3, 5])
@pytest.mark.parametrize("transport", ["httpx", "given"])
def test_cancellation_while_others_wait_for_the_connection(transport: str, others: int) -> None:
    """A call cancelled while it gives back its connection, which other calls expect, leaves no connection in use.

    The event loop is blocked in each of its rounds until the server has responded, so that the cancellation comes at
    each place of the first call while the others are on their way to its connection.
    """

    async def race(url: str, begin: int, cancel: int) -> list[Any]:
        given = httpx.AsyncHTTPTransport()
        chosen: Any = given if transport == "given" else transport
        async with given, AsyncRoboflow(base_url=url, transport=chosen, timeout=30.0) as client:
            await client.infer(URL, model="digits/1")
            first = asyncio.create_task(client.infer(URL, model="digits/1"))
            calls = [first]
            for step in range(max(begin, cancel) + 1):
                if step == begin:
                    calls += [asyncio.create_task(client.infer(URL, model="digits/1")) for _ in range(others)]
                if step == cancel:
                    first.cancel()
                await asyncio.sleep(0)
                time.sleep(0.001)  # noqa: ASYNC251  (see above)
            await asyncio.gather(*calls, return_exceptions=True)
            network: Any = given if transport == "given" else client._session.connections._transport
            pool = network._pool if transport == "given" else network._pools.get()._pool
            return [each for each in pool.connections if not (each.is_idle() or each.is_closed())]

    with RecordingServer() as server, limited(60):
        for begin in range(2):
            for cancel in range(2, 8):
                assert asyncio.run(race(server.url, begin, cancel)) == []
