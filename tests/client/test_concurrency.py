"""One client in many threads, and in many tasks."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.helpers.recording import SINGLE_LABEL, Received, RecordingServer, answer
from tests.helpers.sessions import async_session
from visionapis import AsyncRoboflow, CallTimeoutError, Roboflow
from visionapis_generated.ximilar.facade import AsyncFacade

if TYPE_CHECKING:
    from visionapis import Classification, RawResponse

KEY = "rf_canary-key"
URL = "https://pictures.example.com/a.png"
PAGE = answer('{"count": 0, "next": null, "results": []}')


def echo(request: Received) -> bytes:
    """A label that is named as the model, in the body and in a header."""
    name = request.path.split("/")[1]
    prediction = {"class": name, "class_id": 0, "confidence": 1.0}
    return answer({**SINGLE_LABEL, "predictions": [prediction], "top": name}, x_model=name)


def seen(raw: RawResponse[Classification[Any]]) -> tuple[str | None, str]:
    """The label of an answer, and its header."""
    return raw.value.top.name if raw.value.top else None, raw.headers["x-model"]


def test_threads_get_their_own_answers() -> None:
    """32 threads make ten calls each with one client, which none of them used before."""

    def slowly(name: str) -> Classification[Any]:
        result = client.classify(URL, model=f"{name}/1")
        time.sleep(0.01)  # others get their answers meanwhile
        return result

    def calls(thread: int) -> list[tuple[str | None, str]]:
        ready.wait()
        return [seen(client.with_raw_response(slowly, f"m{thread}-{number}")) for number in range(10)]

    ready = threading.Barrier(32)
    with RecordingServer(echo) as server, Roboflow(KEY, base_url=server.url) as client, ThreadPoolExecutor(32) as pool:
        found = list(pool.map(calls, range(32)))

    assert found == [[(name, name) for name in (f"m{thread}-{n}" for n in range(10))] for thread in range(32)]
    assert {request.query["api_key"] for request in server.received} == {KEY}


def test_tasks_get_their_own_answers() -> None:
    """500 tasks make a call each with one client, at most 50 at a time, as the server has a thread for each."""

    async def calls(url: str) -> list[tuple[str | None, str]]:
        async with AsyncRoboflow(KEY, base_url=url, max_in_flight=50) as client:

            async def slowly(number: int) -> Classification[Any]:
                result = await client.classify(URL, model=f"m{number}/1")
                await asyncio.sleep(0.01)  # others get their answers meanwhile
                return result

            async def call(number: int) -> tuple[str | None, str]:
                return seen(await client.with_raw_response(slowly, number))

            return await asyncio.gather(*(call(number) for number in range(500)))

    with RecordingServer(echo) as server:
        found = asyncio.run(calls(server.url))

    assert found == [(f"m{number}", f"m{number}") for number in range(500)]


def test_threads_have_their_own_deadlines() -> None:
    """Short calls end in time, and end no long ones."""

    def call(timeout: float) -> str:
        try:
            client.with_options(timeout=timeout).infer(URL, model="digits/1")
        except CallTimeoutError:
            return "over"
        return "answered"

    with RecordingServer(delay=1.0) as server, Roboflow(base_url=server.url) as client, ThreadPoolExecutor(16) as pool:
        found = list(pool.map(call, [0.4, 20.0] * 8))

    assert found == ["over", "answered"] * 8


LONG = answer('{"count": 0, "next": null, "results": [], "more": "' + "x" * 3000 + '"}')


@pytest.mark.parametrize("phase", ["before the answer", "in the answer"])
def test_cancelled_call_frees_its_connection(phase: str) -> None:
    """A pool of one can be used again at once, while the server is still busy with the call."""
    delay, pause = (2.0, 0.0) if phase == "before the answer" else (0.0, 0.002)

    def first(_: Received) -> bytes:
        stopped.wait(delay)
        return LONG

    async def calls(url: str) -> None:
        transport = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=1))
        async with async_session(url, transport, timeout=1.2) as opened:
            tasks = AsyncFacade(opened).tasks
            for _ in range(2):
                with pytest.raises(TimeoutError):
                    await asyncio.wait_for(tasks.list(), 0.3)
            assert (await tasks.list()).count == 0
            assert (await tasks.list()).count == 0

    stopped = threading.Event()
    with RecordingServer(first, first, PAGE, pause=pause) as server:
        asyncio.run(calls(server.url))
        stopped.set()

    assert [request.connection for request in server.received] == [1, 2, 3, 3]


def test_timed_out_call_frees_its_connection() -> None:
    """As a cancelled one."""

    async def calls(url: str) -> None:
        transport = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=1))
        async with async_session(url, transport, timeout=0.5) as opened:
            tasks = AsyncFacade(opened).tasks
            with pytest.raises(CallTimeoutError):
                await tasks.list()
            assert (await tasks.list()).count == 0

    stopped = threading.Event()

    def first(_: Received) -> bytes:
        stopped.wait(2.0)
        return PAGE

    with RecordingServer(first, PAGE) as server:
        asyncio.run(calls(server.url))
        stopped.set()

    assert [request.connection for request in server.received] == [1, 2]
