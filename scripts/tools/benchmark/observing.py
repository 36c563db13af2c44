"""The CPU time of the option `observer`: of a call with it, and of each vendor's median response."""

from __future__ import annotations

import json
import time
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Any

import httpx

from visionapis import TrafficObserver
from visionapis._vendors import vendors
from visionapis_testing.contracts.contract import load

from . import processor
from .examples import calls
from .rows import Row, in_turns
from .server import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RESPONSES = 2_000
ROUNDS = 15
MICROSECONDS = 20.0
"""The target for a response."""


def measure() -> list[Row]:
    """Compare a typed call with and without an observer, and the time per response of each vendor with a limit."""
    with serve(calls.RESPONSE) as url, ExitStack() as clients:
        plain = clients.enter_context(calls.typed(url))
        observed = clients.enter_context(calls.typed(url, observer=TrafficObserver()))
        called = {"observed": observed, "plain": plain}
        measures = {name: partial(processor.microseconds, call) for name, call in called.items()}
        samples = in_turns(measures, processor.ROUNDS)
    what, unit = "CPU time of a typed synchronous call with an observer", "us"
    rows = [Row(what, "the same without", unit, samples["observed"], samples["plain"], at_most=1.05)]
    for vendor in vendors():
        found = sorted(_examples(vendor), key=lambda each: len(each[1].content))
        operation_id, response = found[len(found) // 2]
        (times,) = in_turns({"": partial(_microseconds, _recording(vendor, operation_id, response))}, ROUNDS).values()
        what = f"CPU time of observing a response of {vendor}, {len(response.content)} bytes"
        rows.append(Row(what, "the limit", unit, times, [MICROSECONDS], at_most=1.0))
    return rows


def _examples(vendor: str) -> Iterator[tuple[str, httpx.Response]]:
    """Yield the JSON examples of successful responses, each with the id of its operation."""
    for operation in load(vendor).operations:
        for status, response in operation.definition["responses"].items():
            contents: dict[str, Any] = operation.schemas.resolve(response)[0].get("content", {})
            for media_type, content in contents.items() if status < "300" else ():
                examples = [each["value"] for each in content.get("examples", {}).values() if "value" in each]
                for example in [*examples, *([content["example"]] if "example" in content else [])]:
                    body, headers = json.dumps(example).encode(), {"Content-Type": media_type}
                    yield operation.id, httpx.Response(int(status), headers=headers, content=body)


def _recording(vendor: str, operation_id: str, response: httpx.Response) -> Callable[[], None]:
    observer = TrafficObserver(max_bodies_per_second=1_000_000)
    return lambda: observer._record(vendor, operation_id, response, 0.1, None, {})


def _microseconds(record: Callable[[], None]) -> float:
    start = time.process_time()
    for _ in range(RESPONSES):
        record()
    return (time.process_time() - start) / RESPONSES * 1e6
