"""FAULTS.md is up to date, and no call with a fault is processed twice unless that is safe or allowed."""

from __future__ import annotations

import random
from itertools import groupby
from typing import TYPE_CHECKING

import pytest

from tests.helpers.contracts import ROOT
from visionapis._http import retry

from .outcomes import CASES, KINDS, SHORT_TIMEOUT, SLOW, all_outcomes, asynchronous_outcome, outcome
from .table import DESCRIPTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visionapis.types import Effect

    from .outcomes import Outcome, Outcomes

TABLE = ROOT / "overlay" / "FAULTS.md"
COMMAND = "pytest tests/faults/test_table.py --write"

HEAD = f"""<!-- Written by `{COMMAND}` from test results. Do not edit. -->

# What the client does in each failure

Each fault was injected into every attempt of a call, by a server that breaks real connections, after a successful call
on the same connection (except `connection refused`). The synchronous and the asynchronous client behaved the same.
`max_retries` was 2, `timeout` 60 seconds, and `retry_effects` empty.

- **call**: `read` (`tasks.list` of Ximilar), `delete` (`tasks.delete`, safe to repeat), `create` (`tasks.create`, not
  safe to repeat), all of them free; or `billable` (`recognition.classify`)
- **result**: the exception that the call raises, always a `VisionAPIError`; or a response
- **attempts**: how often the client sent the request or tried to
- **processed**: how often the server received the whole request and processed it
- **delay**: the sum of the delays between the attempts, in seconds. Without `Retry-After` it is random and the table
  shows its maximum: 0.5 seconds before the second attempt and 1 second before the third
- **reason**: why the request was retried or not

A call is missing where the fault does not apply: the response of `delete` has no body, and that of `billable` no enum.

| fault | call | result | attempts | processed | delay | reason |
|---|---|---|---|---|---|---|
"""

TRANSPORT = """
## Injected by a transport

`FaultTransport` and `AsyncFaultTransport` have no connection to break; they raise the exception that httpx raises for a
broken connection. The outcomes are the same, except for these:

| fault | call | client | result | attempts | processed | delay |
|---|---|---|---|---|---|---|
"""

TAIL = """
A transport treats every connection as reused, so `stale connection` fails every attempt; a server fails only the first.
A transport delays a slow response itself, and the timeout of a synchronous client cannot interrupt that delay.

`any key accepted` is for emulators: the client gets the same response as with the right key.
"""


REASONS = {
    "a response": "the response can be decoded",
    "AuthenticationError": "the server would reject it again",
    "BadRequestError": "the server would reject it again",
    "APITimeoutError": "the timeout has expired",
    "ResponseDecodeError": "the server would send the same response again",
    "ServerError": "it may have been processed",
    "APIConnectionError": "it may have been processed",
}
"""Why a call is not retried, by its result."""


class MaximumDelay(random.Random):
    """Random numbers that are always the maximum."""

    def uniform(self, a: float, b: float) -> float:
        """Return the maximum."""
        return max(a, b)


@pytest.fixture(scope="module")
def outcomes() -> Iterator[Outcomes]:
    """Return the outcomes of all calls."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(retry, "random", MaximumDelay())
        yield all_outcomes()


def test_unsafe_calls_are_processed_once(outcomes: Outcomes) -> None:
    """The server processes a call that is not safe to repeat at most once, whatever the fault."""
    unsafe = {case: both for case, both in outcomes.items() if case[1] in {"billable", "create"}}
    processed = {case: max(each.processed for each in both) for case, both in unsafe.items()}

    assert {case: count for case, count in processed.items() if count > 1} == {}
    assert set(processed.values()) == {0, 1}


@pytest.mark.parametrize("run", [outcome, asynchronous_outcome])
def test_retry_effects(
    run: Callable[[str, str, str, frozenset[Effect]], Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A billable, mutating call is retried and processed again if `retry_effects` contains both effects."""
    monkeypatch.setattr(retry, "INITIAL_DELAY", 0.01)
    effects: list[frozenset[Effect]] = [frozenset({"billable", "mutating"}), frozenset({"billable"})]
    found = [run("reset after the body", "billable", "server", retry_effects) for retry_effects in effects]

    assert [(each.result, each.attempts, each.processed) for each in found] == [
        ("APIConnectionError", 3, 3),
        ("APIConnectionError", 1, 1),
    ]


def test_table_is_up_to_date(outcomes: Outcomes, request: pytest.FixtureRequest) -> None:
    """The committed FAULTS.md is equal to the one written from these outcomes."""
    table = render(outcomes)
    if request.config.getoption("--write", default=False):
        TABLE.write_text(table, encoding="utf-8")

    assert TABLE.read_text(encoding="utf-8") == table, f"out of date: run {COMMAND}"


def render(outcomes: Outcomes) -> str:
    """Return FAULTS.md."""
    lines = [HEAD]
    for name in CASES:
        found = {kind: outcomes[name, kind, "server"] for kind in KINDS if (name, kind, "server") in outcomes}
        assert {kind for kind, (synchronous, asynchronous) in found.items() if synchronous != asynchronous} == set()
        title = f"**{name}**: {describe(name)}"
        for row, kinds in groupby(found, key=lambda kind: f"{cells(found[kind][0])} | {reason(found[kind][0])}"):
            lines.append(f"| {title} | {', '.join(kinds)} | {row} |\n")
            title = ""
    lines.append(TRANSPORT)
    for name, kind in dict.fromkeys((name, kind) for name, kind, _ in outcomes):
        usual, _ = outcomes[name, kind, "server"]
        one, other = outcomes[name, kind, "transport"]
        by_client = {"both": one} if one == other else {"synchronous": one, "asynchronous": other}
        lines += [
            f"| {name} | {kind} | {client} | {cells(each)} |\n" for client, each in by_client.items() if each != usual
        ]
    return "".join([*lines, TAIL])


def cells(outcome: Outcome) -> str:
    """Return the cells of an outcome in a row."""
    result = outcome.result if outcome.result == "a response" else f"`{outcome.result}`"
    return f"{result} | {outcome.attempts} | {outcome.processed} | {outcome.delay:g}"


def describe(name: str) -> str:
    """Return the description of a fault."""
    return DESCRIPTIONS[name] + (f"; `timeout` is {SHORT_TIMEOUT:g} s" if name in SLOW else "")


def reason(outcome: Outcome) -> str:
    """Return why the request was retried or not."""
    if outcome.rejected:
        return "the server did not process it"
    if outcome.attempts > 1:
        return "safe to repeat"
    return REASONS[outcome.result]
