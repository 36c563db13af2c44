"""The measurements of scripts/benchmark are comparable, and its verdicts are right."""

from __future__ import annotations

import asyncio
import json
import math
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from scripts.tools.benchmark import starting, throughput
from scripts.tools.benchmark.examples import calls, emulated, ocr
from scripts.tools.benchmark.programs import announced
from scripts.tools.benchmark.rows import Row, in_turns
from scripts.tools.benchmark.server import serve
from tests.helpers.models import same

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager, AbstractContextManager

    from scripts.tools.benchmark.load import Load

EXPECTED = json.loads(calls.RESPONSE)


@pytest.mark.parametrize("library", [calls.typed, calls.with_httpx, calls.with_requests])
def test_every_library_reads_the_same_response(library: Callable[[str], AbstractContextManager[Any]]) -> None:
    """The calls that are compared return the same response, more than once on one connection."""
    with serve(calls.RESPONSE) as url, library(url) as call:
        found = [call(), call()]

    assert all(same(EXPECTED, each) for each in found)
    assert len(found) == 2


@pytest.mark.parametrize("library", [calls.typed_async, calls.with_httpx_async, calls.with_aiohttp])
def test_every_asynchronous_library_reads_the_same_response(
    library: Callable[[str], AbstractAsyncContextManager[Any]],
) -> None:
    """The calls that are compared return the same response, more than once on one connection."""

    async def main() -> list[Any]:
        async with library(url) as call:
            return [await call(), await call()]

    with serve(calls.RESPONSE, delay=0.01) as url:
        found = asyncio.run(main())

    assert all(same(EXPECTED, each) for each in found)
    assert len(found) == 2


@pytest.mark.parametrize(
    ("ours", "bounds", "met"),
    [
        ([1.0, 9.0, 2.0], {"at_most": 1.0}, True),
        ([1.0, 0.0, 2.1], {"at_most": 0.4}, False),
        ([2.0], {"at_least": 1.0}, True),
        ([1.9], {"at_least": 1.0}, False),
    ],
)
def test_verdict_is_that_of_the_medians(ours: list[float], bounds: dict[str, Any], met: bool) -> None:
    """One outlier does not change the verdict, and a ratio at the bound meets the target."""
    row = Row("what", "against", "us", ours, [2.0], **bounds)

    assert row.met is met
    assert row.as_json()["met"] is met


def test_measures_take_turns() -> None:
    """Each round takes one sample of each measure, and the first round does not count."""
    order: list[str] = []

    def measure(name: str) -> float:
        order.append(name)
        return float(len(order))

    samples = in_turns({"a": lambda: measure("a"), "b": lambda: measure("b")}, 2)

    assert order == ["a", "b"] * 3
    assert samples == {"a": [3.0, 5.0], "b": [4.0, 6.0]}


def test_decoded_response_is_one_of_the_contract() -> None:
    """Decoding is measured on boxes whose every field is one of the model."""
    (page,) = ocr.decode(ocr.response()).result

    assert len(page.prediction) == ocr.BOXES
    assert [box.additional_properties for box in page.prediction if box.additional_properties] == []


@pytest.fixture(scope="module")
def load() -> Load:
    """The requests that are sent to emulators."""
    return emulated.make()[1]


def test_load_is_the_same_for_all(load: Load) -> None:
    """The emulator's program knows the task and the images, and the bare route returns the emulator's response."""
    with announced([sys.executable, "-m", emulated.__name__]) as (ours,):
        assert load.per_second(ours, 2 * len(load.bodies)) > 0
        response = throughput.send(ours, load)
        with throughput.starlette(load, response.text) as bare:
            assert throughput.send(bare, load).content == response.content
            assert throughput.repeated(bare, load).per_second(bare, 10) > 0
            assert throughput.repeated(bare, load).values == ["dark"] * len(load.bodies)


@pytest.mark.parametrize(
    ("response", "problem"),
    [
        ({"records": [{"best_label": {"name": "light"}}]}, "'light', expected 'dark'"),
        ({"records": []}, "list index out of range"),
    ],
)
def test_load_checks_every_response(load: Load, response: object, problem: str) -> None:
    """A response with another value, or without one, ends the measurement."""
    with serve(json.dumps(response).encode()) as url, pytest.raises(RuntimeError, match=problem):
        load.per_second(url, len(load.bodies))


def test_load_checks_every_status(load: Load) -> None:
    """A response with another status ends the measurement, and is in the error."""
    wrong = replace(load, headers={"authorization": "Token wrong"})
    with emulated.make()[0].serve() as url, pytest.raises(RuntimeError, match=r"401 .*Invalid token"):
        wrong.per_second(url, 1)


def test_start_ends_with_responses() -> None:
    """The time of a start includes a response of each emulator."""
    assert 0 < starting.start() < 60


def test_start_needs_the_right_responses(monkeypatch: pytest.MonkeyPatch) -> None:
    """An emulator that responds with another status has not started."""
    monkeypatch.setattr(
        starting, "FIRST", {name: (path, headers, 200) for name, (path, headers, _) in starting.FIRST.items()}
    )
    with pytest.raises(RuntimeError, match=r"^/shades/1: status 404, expected 200$"):
        starting.start()


def test_row_that_was_not_run() -> None:
    """A comparison that was not run has a reason and no ratio, and misses its target."""
    row = Row("what", "against", "calls/s", [2.0], [], at_least=2.0, not_run="npm could not install it")

    assert (row.met, row.verdict, row.as_json()["ratio"]) == (False, "not run: npm could not install it", None)
    assert math.isnan(row.ratio)
    assert [Row("what", "against", "us", [1.0], [each], at_most=1.0).verdict for each in (1.0, 0.9)] == [
        "met",
        "missed",
    ]
