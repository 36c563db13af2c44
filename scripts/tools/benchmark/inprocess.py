"""The time of a call in the emulator's own process."""

from __future__ import annotations

import time
from functools import partial
from itertools import cycle, islice
from typing import TYPE_CHECKING

import httpx

from .examples import emulated
from .rows import Row, in_turns

if TYPE_CHECKING:
    from .load import Load

CALLS = 100
ROUNDS = 31


def measure() -> list[Row]:
    """Compare a call of httpx over the emulator's transport with the same call over a socket."""
    emulator, load = emulated.make()
    with (
        emulator.serve() as url,
        httpx.Client(base_url=url, headers=load.headers, transport=emulator.transport()) as inside,
        httpx.Client(base_url=url, headers=load.headers) as outside,
    ):
        samples = in_turns(
            {"inside": partial(_microseconds, inside, load), "outside": partial(_microseconds, outside, load)}, ROUNDS
        )
    what = "a call of httpx.Client in process"
    return [Row(what, "the same over the socket", "us", samples["inside"], samples["outside"], at_most=0.6)]


def _microseconds(client: httpx.Client, load: Load) -> float:
    start = time.perf_counter()
    for body in islice(cycle(load.bodies), CALLS):
        client.post(load.path, json=body).raise_for_status()
    return (time.perf_counter() - start) / CALLS * 1e6
