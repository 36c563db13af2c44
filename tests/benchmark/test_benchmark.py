"""What scripts/benchmark compares is comparable, and its verdicts are right."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks import calls, decoding
from benchmarks.rows import Row, in_turns
from benchmarks.server import serve
from visionapis_generated.nanonets.models import Detection

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager, AbstractContextManager

EXPECTED = json.loads(calls.ANSWER)


@pytest.mark.parametrize("library", [calls.typed, calls.with_httpx, calls.with_requests])
def test_every_library_reads_the_same_answer(library: Callable[[str], AbstractContextManager[Any]]) -> None:
    """The calls that are compared do the same work, more than once on one connection."""
    with serve(calls.ANSWER) as url, library(url) as call:
        found = [call(), call()]

    assert [_plain(each) for each in found] == [EXPECTED] * 2


@pytest.mark.parametrize("library", [calls.typed_async, calls.with_httpx_async, calls.with_aiohttp])
def test_every_asynchronous_library_reads_the_same_answer(
    library: Callable[[str], AbstractAsyncContextManager[Any]],
) -> None:
    """The calls that are compared do the same work, more than once on one connection."""

    async def main() -> list[Any]:
        async with library(url) as call:
            return [await call(), await call()]

    with serve(calls.ANSWER, delay=0.01) as url:
        found = asyncio.run(main())

    assert [_plain(each) for each in found] == [EXPECTED] * 2


def _plain(answer: Any) -> Any:
    return answer if isinstance(answer, dict) else answer.to_dict()


@pytest.mark.parametrize(
    ("ours", "bounds", "met"),
    [
        ([1.0, 9.0, 2.0], {"at_most": 1.0}, True),
        ([1.0, 0.0, 2.1], {"at_most": 0.4}, False),
        ([2.0], {"at_least": 1.0}, True),
        ([1.9], {"at_least": 1.0}, False),
    ],
)
def test_verdict_is_that_of_the_medians(ours: list[float], bounds: dict[str, float], met: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """One outlier decides nothing, and a ratio at the bound is good."""
    row = Row("what", "against", "us", ours, [2.0], **bounds)

    assert row.met is met
    assert row.as_json()["met"] is met


def test_measures_take_turns() -> None:
    """Each round takes one sample of everything, and the first round does not count."""
    order: list[str] = []

    def measure(name: str) -> float:
        order.append(name)
        return float(len(order))

    samples = in_turns({"a": lambda: measure("a"), "b": lambda: measure("b")}, 2)

    assert order == ["a", "b"] * 3
    assert samples == {"a": [3.0, 5.0], "b": [4.0, 6.0]}


def test_answer_to_decode_is_one_of_the_contract() -> None:
    """Decoding is measured on boxes whose every field has its place in the model."""
    (page,) = Detection.from_dict(decoding.detection()).result

    assert len(page.prediction) == decoding.BOXES
    assert [box.additional_properties for box in page.prediction if box.additional_properties] == []
