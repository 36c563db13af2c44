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
            outcomes = await cancel_tasks(client, random.Random(seed))  # noqa: S311  (not for security)
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
