"""The summary of a check in a terminal."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console

from visionapis_testing.conformance.reports import show

from .outcomes import count

if TYPE_CHECKING:
    from visionapis_testing.conformance.outcome import Outcome


def printed(*outcomes: Outcome, width: int = 100, terminal: bool = False) -> str:
    """What is printed."""
    screen = StringIO()
    show(outcomes, Console(file=screen, width=width, force_terminal=terminal))
    return screen.getvalue()


def test_summary_has_what_matters(bad: Outcome) -> None:
    """The verdict, counts of each operation, findings, drift, what was left out, and why it stopped."""
    text = printed(bad)
    counts = Counter(verdict for _, verdict in bad.verdicts)
    row = next(line for line in text.splitlines() if line.startswith("│ classification_infer"))

    assert text.startswith(f"roboflow at http://127.0.0.1:9001, does not conform: {counts['failed']} failures\n")
    assert "Stopped before its end: the budget of 175 requests is used up" in text
    assert [int(word) for word in row.split() if word.isdecimal()] == [
        sum(bad.passed.values()),
        *(counts[verdict] for verdict in ("failed", "drift", "accepted")),
    ]
    assert (
        f"  classification_infer  response_schema_conformance  x{count(bad, 'response_schema_conformance')}\n" in text
    )
    assert '    /top: 1 is not of type "string"\n' in text
    assert "    contract: /components/schemas/SingleLabelClassification/properties/top\n" in text
    assert "\ncurl -i -X POST 'http://127.0.0.1:9001/pictures/1?" in text
    assert f"Accepted by the baseline: {counts['accepted']}\n" in text
    assert "Not called\n  no picture_url is known" in text


def test_drift_stands_apart(bad: Outcome) -> None:
    """It is no failure."""
    failures, _, drift = printed(bad).partition("Drift: fields that the contract does not know")

    assert "documented_fields" not in failures
    assert f"documented_fields  x{count(bad, 'documented_fields')}" in drift


def test_commands_are_not_broken(bad: Outcome) -> None:
    """However narrow the terminal is: they are to be copied."""
    narrow = [line for line in printed(bad, width=40).splitlines() if line.startswith("curl ")]

    assert narrow
    assert narrow == [line for line in printed(bad, width=400).splitlines() if line.startswith("curl ")]


def test_right_server_conforms(good: Outcome) -> None:
    """In a word; what was stopped, or not begun, does not simply conform."""
    assert printed(good).startswith("roboflow at http://127.0.0.1:9001, conforms\n")
    assert "Failures" not in printed(good)
    assert ", conforms as far as it was checked\n" in printed(replace(good, stopped="no more time"))
    assert ", nothing was called\n" in printed(replace(good, exchanges=[], passed=Counter()))


def test_server_does_not_command_the_terminal(bad: Outcome) -> None:
    """Neither markup nor control characters of an answer are obeyed."""
    finding = replace(bad.failures[0], message="[red]x[/] \x1b[2Jy \x9b2J")
    text = printed(replace(bad, verdicts=[(finding, "failed")], stopped=None), terminal=True)

    assert "[red]x[/] \ufffd[2Jy \ufffd2J" in text
    assert "\x1b[2J" not in text


def test_operations_that_were_left_out_share_a_reason(good: Outcome) -> None:
    """It is said once, however many there are."""
    left_out = {"one": "too little is known", "two": "it costs", "three": "too little is known"}
    text = printed(replace(good, left_out=left_out))

    assert "\nNot called\n  too little is known:\n    one, three\n  it costs:\n    two\n" in text


def test_missing_answer_is_said_once(bad: Outcome) -> None:
    """There is no status to say."""
    finding = replace(bad.failures[0], title="No answer", exchange=None)
    lines = printed(replace(bad, verdicts=[(finding, "failed")])).splitlines()

    assert "    No answer" in lines
