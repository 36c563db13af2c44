"""The rate of asynchronous calls with many in flight."""

from __future__ import annotations

import asyncio
import time
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from .examples import calls
from .rows import Row, in_turns
from .server import serve

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from contextlib import AbstractAsyncContextManager

    Client: TypeAlias = Callable[[str], AbstractAsyncContextManager[Callable[[], Awaitable[object]]]]

MANY, FEW = 200, 32
CALLS = 2000
ROUNDS = 7
# The latency of a response, in seconds; without it only the speed of the machine would count.
DELAY = 0.02


def measure() -> list[Row]:
    """Compare our client over aiohttp with httpx, with aiohttp, and with itself with fewer calls in flight."""
    with ExitStack() as servers:
        slow = servers.enter_context(serve(calls.RESPONSE, delay=DELAY))
        quick = servers.enter_context(serve(calls.RESPONSE))
        samples = in_turns(
            {
                "ours": partial(_per_second, calls.typed_async, slow),
                # A fifth of the calls, because each takes longer.
                "httpx": partial(_per_second, calls.with_httpx_async, slow, calls=CALLS // 5),
                "aiohttp": partial(_per_second, calls.with_aiohttp, slow),
                "many": partial(_per_second, calls.typed_async, quick),
                "few": partial(_per_second, calls.typed_async, quick, in_flight=FEW),
            },
            ROUNDS,
        )
    what, unit = f"asynchronous calls, {MANY} in flight, fast transport", "calls/s"
    return [
        Row(what, "stock httpx.AsyncClient", unit, samples["ours"], samples["httpx"], at_least=8.0),
        Row(what, "bare aiohttp", unit, samples["ours"], samples["aiohttp"], at_least=0.5),
        # The same work, measured twice, differs by some percent even on a quiet machine.
        Row(f"{what}, no delay", f"ours, {FEW} in flight", unit, samples["many"], samples["few"], at_least=0.95),
    ]


def _per_second(client: Client, url: str, *, calls: int = CALLS, in_flight: int = MANY) -> float:
    return asyncio.run(_run(client, url, calls, in_flight))


async def _run(client: Client, url: str, calls: int, in_flight: int) -> float:
    async with client(url) as call:
        await _work(call, in_flight, in_flight)  # opens the connections
        start = time.perf_counter()
        await _work(call, calls, in_flight)
        return calls / (time.perf_counter() - start)


async def _work(call: Callable[[], Awaitable[object]], calls: int, in_flight: int) -> None:
    numbers = iter(range(calls))

    async def worker() -> None:
        for _ in numbers:
            await call()

    async with asyncio.TaskGroup() as group:
        for _ in range(in_flight):
            group.create_task(worker())
