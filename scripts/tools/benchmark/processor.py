"""The CPU time of a synchronous call, without that of the server."""

from __future__ import annotations

import time
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from .examples import calls
from .rows import Row, in_turns
from .server import serve

if TYPE_CHECKING:
    from collections.abc import Callable

CALLS = 100
ROUNDS = 31


def measure() -> list[Row]:
    """Compare a typed call with the same call with httpx and with requests."""
    with serve(calls.RESPONSE) as url, ExitStack() as clients:
        samples = in_turns(
            {
                name: partial(microseconds, clients.enter_context(made(url)))
                for name, made in {
                    "ours": calls.typed,
                    "httpx": calls.with_httpx,
                    "requests": calls.with_requests,
                }.items()
            },
            ROUNDS,
        )
    what, unit = "CPU time of a typed synchronous call", "us"
    return [
        Row(what, "bare httpx.Client", unit, samples["ours"], samples["httpx"], at_most=1.0),
        Row(what, "requests", unit, samples["ours"], samples["requests"], at_most=0.55),
    ]


def microseconds(call: Callable[[], object]) -> float:
    """Return the CPU time of a call, the mean of many."""
    start = time.process_time()
    for _ in range(CALLS):
        call()
    return (time.process_time() - start) / CALLS * 1e6
