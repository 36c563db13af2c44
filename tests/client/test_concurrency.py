"""One client used by many threads and by many tasks."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.helpers.recording import SINGLE_LABEL, Received, RecordingServer, make_response
from tests.helpers.sessions import async_session
from visionapis import APITimeoutError, AsyncRoboflow, Roboflow
from visionapis_generated.ximilar.resources import AsyncResources

if TYPE_CHECKING:
    from visionapis import Classification, RawResponse

KEY = "rf_canary-key"
URL = "https://images.example.com/a.png"
PAGE = make_response('{"count": 0, "next": null, "results": []}')


def echo(request: Received) -> bytes:
    """Return a label named after the model, in the body and in a header."""
    name = request.path.split("/")[1]
    prediction = {"class": name, "class_id": 0, "confidence": 1.0}
    return make_response({**SINGLE_LABEL, "predictions": [prediction], "top": name}, x_model=name)


def names_in(raw: RawResponse[Classification[Any]]) -> tuple[str | None, str]:
    """Return the label of a response and its header."""
    return raw.parsed.top.name if raw.parsed.top else None, raw.headers["x-model"]


def test_threads_get_their_own_responses() -> None:
    """32 threads that make ten calls each with one client get their own responses."""

    def classify(name: str) -> Classification[Any]:
        result = client.classify(URL, model=f"{name}/1")
        time.sleep(0.01)  # other calls get their responses meanwhile
        return result

    def calls(thread: int) -> list[tuple[str | None, str]]:
        ready.wait()
        return [names_in(client.raw_response(classify, f"m{thread}-{number}")) for number in range(10)]

    ready = threading.Barrier(32)
    with RecordingServer(echo) as server, Roboflow(KEY, base_url=server.url) as client, ThreadPoolExecutor(32) as pool:
        results = list(pool.map(calls, range(32)))

    assert results == [[(name, name) for name in (f"m{thread}-{n}" for n in range(10))] for thread in range(32)]
    assert {request.query["api_key"] for request in server.received} == {KEY}


def test_tasks_get_their_own_responses() -> None:
    """500 tasks that make one call each with one client get their own responses."""

    async def calls(url: str) -> list[tuple[str | None, str]]:
        async with AsyncRoboflow(KEY, base_url=url, max_concurrency=50) as client:

            async def classify(number: int) -> Classification[Any]:
                result = await client.classify(URL, model=f"m{number}/1")
                await asyncio.sleep(0.01)  # other calls get their responses meanwhile
                return result

            async def call(number: int) -> tuple[str | None, str]:
                return names_in(await client.raw_response(classify, number))

            return await asyncio.gather(*(call(number) for number in range(500)))

    with RecordingServer(echo) as server:
        results = asyncio.run(calls(server.url))

    assert results == [(f"m{number}", f"m{number}") for number in range(500)]


def test_threads_have_their_own_deadlines() -> None:
    """A short timeout in one thread does not affect calls in other threads."""

    def call(timeout: float) -> str:
        try:
            client.with_options(timeout=timeout).infer(URL, model="digits/1")
        except APITimeoutError:
            return "timed out"
        return "responded"

    with RecordingServer(delay=1.0) as server, Roboflow(base_url=server.url) as client, ThreadPoolExecutor(16) as pool:
        results = list(pool.map(call, [0.4, 20.0] * 8))

    assert results == ["timed out", "responded"] * 8


LONG_PAGE = make_response('{"count": 0, "next": null, "results": [], "more": "' + "x" * 3000 + '"}')


@pytest.mark.parametrize("phase", ["before the response", "during the response"])
def test_cancelled_call_frees_its_connection(phase: str) -> None:
    """After a cancelled call, a pool of one connection can be used at once."""
    delay, pause = (30.0, 0.0) if phase == "before the response" else (0.0, 0.002)

    def first(_: Received) -> bytes:
        finished.wait(delay)
        return LONG_PAGE

    async def calls(url: str) -> None:
        transport = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=1))
        async with async_session(url, transport, timeout=20.0) as session_:
            tasks = AsyncResources(session_).tasks
            for _ in range(2):
                with pytest.raises(TimeoutError):
                    await asyncio.wait_for(tasks.list(), 0.3)
            assert (await tasks.list()).count == 0
            assert (await tasks.list()).count == 0

    finished = threading.Event()
    with RecordingServer(first, first, PAGE, pause=pause) as server:
        asyncio.run(calls(server.url))
        finished.set()

    assert [request.connection for request in server.received] == [1, 2, 3, 3]


def test_timed_out_call_frees_its_connection() -> None:
    """After a timed-out call, a pool of one connection can be used at once."""

    async def calls(url: str) -> None:
        transport = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=1))
        async with async_session(url, transport, timeout=0.5) as session_:
            tasks = AsyncResources(session_).tasks
            with pytest.raises(APITimeoutError):
                await tasks.list()
            assert (await tasks.list()).count == 0

    finished = threading.Event()

    def first(_: Received) -> bytes:
        finished.wait(2.0)
        return PAGE

    with RecordingServer(first, PAGE) as server:
        asyncio.run(calls(server.url))
        finished.set()

    assert [request.connection for request in server.received] == [1, 2]
