"""The table of what callers get when something goes wrong is what they get, and nothing that costs is done twice."""

from __future__ import annotations

import random
from itertools import groupby
from typing import TYPE_CHECKING

import pytest

from tests.helpers.contracts import ROOT
from visionapis._http import retry

from .outcomes import HERE, KINDS, SHORT_TIMEOUT, SLOW, all_outcomes, asynchronous_outcome, outcome
from .table import DESCRIPTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visionapis._http.retry import Effect

    from .outcomes import Outcome, Outcomes

TABLE = ROOT / "overlay" / "FAULTS.md"
COMMAND = "pytest tests/faults/test_table.py --write"

HEAD = f"""<!-- Written by `{COMMAND}` from what the clients did. Do not edit. -->

# What a call comes to when something goes wrong

Each fault was injected into every attempt of a call, by a server that breaks real connections. A server had answered
before on the same connection. The synchronous and the asynchronous client did the same; `max_retries` was 2, `timeout`
60 seconds, nothing was allowed to happen twice.

- **call**: one that `reads` (`tasks.list` of Ximilar), `deletes` (`tasks.delete`: harmless to repeat) or `creates`
  (`tasks.create`: not harmless), all of them free; and one that `costs` (`recognition.classify`)
- **the caller gets**: the class of the error, all of which are a `VisionAPIError`
- **sent**: how often the client sent the request, or tried to
- **done**: how often the server got all of it, and acted on it
- **waited**: seconds between the attempts, all together; without `Retry-After` the most that it can be: the first wait
  is drawn from 0 to 0.5 seconds, the second from 0 to 1

| fault | call | the caller gets | sent | done | waited | why |
|---|---|---|---|---|---|---|
"""

TRANSPORT = """
## Injected by a transport

`FaultTransport` and `AsyncFaultTransport` have no connection to break, and raise what httpx raises when one breaks.
Then the same calls come to the same, but for these:

| fault | call | client | the caller gets | sent | done | waited |
|---|---|---|---|---|---|---|
"""

TAIL = """
A transport takes every connection for one that served before; so it loses each attempt where a server loses the first.
It waits itself while an answer drips, in steps that no deadline of a synchronous client ends.

`wrong key accepted` is for emulators: a client gets its answer, as with the right key.
"""


REASONS = {
    "an answer": "it can be read",
    "BadRequestError": "the server would refuse it again",
    "CallTimeoutError": "the call's time is over",
    "DecodeError": "the next answer would be of that kind too",
    "ServerError": "it may have been done",
    "TransportError": "it may have been done",
}
"""Why a call is not sent again that is not harmless to repeat, or would come to the same."""


class Longest(random.Random):
    """Draws the longest wait."""

    def uniform(self, a: float, b: float) -> float:
        """The end of the range."""
        return max(a, b)


@pytest.fixture(scope="module")
def outcomes() -> Iterator[Outcomes]:
    """What every call came to."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(retry, "random", Longest())
        yield all_outcomes()


def test_nothing_is_done_twice_that_costs_or_creates(
    outcomes: Outcomes,
) -> None:
    """Whatever goes wrong, the server acts once at most on a call that is not harmless to repeat."""
    done = {case: [each.done for each in both] for case, both in outcomes.items() if case[1] in {"costs", "creates"}}

    assert {case: counts for case, counts in done.items() if max(counts) > 1} == {}
    assert {max(counts) for counts in done.values()} == {0, 1}


@pytest.mark.parametrize("run", [outcome, asynchronous_outcome])
def test_what_a_caller_allows_is_done_twice(
    run: Callable[[str, str, str, frozenset[Effect]], Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call that costs and changes something is sent again when both are allowed, and is done again."""
    monkeypatch.setattr(retry, "FIRST_WAIT", 0.01)
    permissions: list[frozenset[Effect]] = [frozenset({"billable", "mutating"}), frozenset({"billable"})]
    seen = [run("reset after the body", "costs", "server", allow) for allow in permissions]

    assert [(each.gets, each.sent, each.done) for each in seen] == [("TransportError", 3, 3), ("TransportError", 1, 1)]


def test_table_is_what_was_seen(outcomes: Outcomes, request: pytest.FixtureRequest) -> None:
    """The committed table is what calls came to just now."""
    table = render(outcomes)
    if request.config.getoption("--write", default=False):
        TABLE.write_text(table, encoding="utf-8")

    assert TABLE.read_text(encoding="utf-8") == table, f"write it anew: {COMMAND}"


def render(outcomes: Outcomes) -> str:
    """The table in Markdown."""
    lines = [HEAD]
    for name in HERE:
        seen = {kind: outcomes[name, kind, "server"] for kind in KINDS if (name, kind, "server") in outcomes}
        assert {kind for kind, (synchronous, asynchronous) in seen.items() if synchronous != asynchronous} == set()
        title = f"**{name}**: {described(name)}"
        for result, kinds in groupby(seen, key=lambda kind: f"{cells(seen[kind][0])} | {reason(seen[kind][0])}"):
            lines.append(f"| {title} | {', '.join(kinds)} | {result} |\n")
            title = ""
    lines.append(TRANSPORT)
    for name, kind in dict.fromkeys((name, kind) for name, kind, _ in outcomes):
        usual, _ = outcomes[name, kind, "server"]
        one, other = outcomes[name, kind, "transport"]
        by_client = {"both": one} if one == other else {"synchronous": one, "asynchronous": other}
        lines += [
            f"| {name} | {kind} | {client} | {cells(seen)} |\n" for client, seen in by_client.items() if seen != usual
        ]
    return "".join([*lines, TAIL])


def cells(seen: Outcome) -> str:
    """What was seen."""
    gets = seen.gets if seen.gets == "an answer" else f"`{seen.gets}`"
    return f"{gets} | {seen.sent} | {seen.done} | {seen.waited:g}"


def described(name: str) -> str:
    """What happens."""
    return DESCRIPTIONS[name] + (f", later than `timeout`, here {SHORT_TIMEOUT:g} s" if name in SLOW else "")


def reason(seen: Outcome) -> str:
    """Why it was sent so often."""
    if seen.undone:
        return "certainly not done"
    if seen.sent > 1:
        return "harmless to repeat"
    return REASONS[seen.gets]
