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
    """Return the printed summary."""
    screen = StringIO()
    show(outcomes, Console(file=screen, width=width, force_terminal=terminal))
    return screen.getvalue()


def test_summary_is_complete(bad: Outcome) -> None:
    """The summary has the verdict, counts per operation, findings, skipped operations and why it stopped early."""
    text = printed(bad)
    counts = Counter(verdict for _, verdict in bad.verdicts)
    row = next(line for line in text.splitlines() if line.startswith("│ classification_infer"))

    assert text.startswith(f"roboflow at http://127.0.0.1:9001, does not conform: {counts['failed']} failures\n")
    assert "Stopped early: budget of 175 requests exhausted" in text
    assert [int(word) for word in row.split() if word.isdecimal()] == [
        sum(bad.passed.values()),
        *(counts[verdict] for verdict in ("failed", "drift", "accepted")),
    ]
    assert (
        f"  classification_infer  response_schema_conformance  x{count(bad, 'response_schema_conformance')}\n" in text
    )
    assert '    /top: 1 is not of type "string"\n' in text
    assert "    contract: /components/schemas/SingleLabelClassification/properties/top\n" in text
    assert "\ncurl -i -X POST 'http://127.0.0.1:9001/images/1?" in text
    assert f"Accepted by the baseline: {counts['accepted']}\n" in text
    assert "Skipped\n  needs a resource that was not found" in text


def test_drift_is_not_a_failure(bad: Outcome) -> None:
    """Drift has a section of its own."""
    failures, _, drift = printed(bad).partition("Drift: differences for which no check failed")

    (difference,) = [finding.drift for finding, _ in bad.verdicts if finding.drift]
    lines = [line.strip() for line in drift.splitlines()]

    assert "undocumented_field" not in failures
    assert f"classification_infer  additive undocumented_field  {difference.count} of {difference.of}" in lines
    assert "classification_infer 200 /(other): the field is not documented (string)" in lines
    assert any(line.startswith(f"{difference.count} of {difference.of} responses, ") for line in lines)
    assert any(line.startswith(f"concerns {difference.effect.usage}") for line in lines)


def test_commands_are_not_wrapped(bad: Outcome) -> None:
    """A `curl` command is one line in a narrow terminal, too, so that it can be copied."""
    narrow = [line for line in printed(bad, width=40).splitlines() if line.startswith("curl ")]

    assert narrow
    assert narrow == [line for line in printed(bad, width=400).splitlines() if line.startswith("curl ")]


def test_first_line_has_the_verdict(good: Outcome) -> None:
    """A correct server conforms, unless the check stopped early or called no operation."""
    assert printed(good).startswith("roboflow at http://127.0.0.1:9001, conforms\n")
    assert "Failures" not in printed(good)
    assert ", no failures until the check stopped\n" in printed(replace(good, stopped="no more time"))
    assert ", no operation was called\n" in printed(replace(good, exchanges=[], passed=Counter()))


def test_control_characters_of_a_server_are_escaped(bad: Outcome) -> None:
    """Markup in a message is printed as it is, and characters that a terminal obeys are escaped."""
    finding = next(each for each in bad.failures if each.check == "unsupported_method")
    finding = replace(finding, message="[red]x[/] \x1b[2Jy \x9b2J \u202e\nz")
    text = printed(replace(bad, verdicts=[(finding, "failed")], stopped=None), terminal=True)

    assert "[red]x[/] \\x1b[2Jy \\x9b2J \\u202e\n    z\n" in text
    assert "\x1b[2J" not in text


def test_skipped_operations_are_grouped_by_reason(good: Outcome) -> None:
    """Each reason is printed once, followed by its operations."""
    skipped = {"one": "a resource is missing", "two": "billable", "three": "a resource is missing"}
    text = printed(replace(good, skipped=skipped))

    assert "\nSkipped\n  a resource is missing:\n    one, three\n  billable:\n    two\n" in text


def test_missing_response_has_no_status(bad: Outcome) -> None:
    """The title of a finding without a response has no status."""
    finding = replace(bad.failures[0], title="No response", exchange=None)
    lines = printed(replace(bad, verdicts=[(finding, "failed")])).splitlines()

    assert "    No response" in lines
