"""The summary of a check in a terminal."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console, RenderableType
from rich.console import Group as Renderables
from rich.table import Column, Table
from rich.text import Text

from visionapis._text import printable
from visionapis_testing.conformance.outcome import ORDER, Outcome, State, Verdict

from .curl import as_curl
from .groups import Group, groups

MAX_GROUPS = 3
"""Groups shown per operation and check, the first with its `curl` command; files have all."""

STYLES: dict[Verdict, str] = {"failed": "bold red", "drift": "yellow", "accepted": "dim", "passed": "green"}
_STYLES: dict[State, str] = {"failed": "bold red", "empty": "yellow", "stopped": "yellow", "passed": "green"}
_COLUMNS: tuple[Verdict, ...] = ("passed", *ORDER)
_MAX_LINES = 6


def show(outcomes: Sequence[Outcome], console: Console) -> None:
    """Print each outcome: a table of operations, failures with `curl` commands, drift, and skipped operations."""
    for number, outcome in enumerate(outcomes):
        console.print(*[""] * (number > 0), Renderables(*_sections(outcome)), sep="\n", soft_wrap=True)


def _sections(outcome: Outcome) -> Iterator[RenderableType]:
    found = groups(outcome)
    yield Text.assemble((outcome.vendor, "bold"), f" at {outcome.url}, ", (_verdict(outcome), _STYLES[outcome.state]))
    calls = f"{len(outcome.exchanges)} requests in {outcome.elapsed:.1f} s; {', '.join(outcome.phases)}"
    yield Text(calls, style="dim")
    if outcome.stopped:
        yield Text(f"Stopped early: {printable(outcome.stopped)}", style="bold yellow")
    if outcome.operations:
        yield _table(outcome)
    for verdict, heading in (("failed", "Failures"), ("drift", "Drift: differences for which no check failed")):
        chosen = [group for group in found if group.verdict == verdict]
        if chosen:
            yield Text(f"\n{heading}", style="bold")
            for _, same in groupby(chosen, key=lambda group: group.cell):
                yield from _findings(outcome, list(same))
    accepted = sum(len(group.findings) for group in found if group.verdict == "accepted")
    if accepted:
        yield Text(f"\nAccepted by the baseline: {accepted}", style="dim")
    if outcome.skipped:
        yield Text("\nSkipped", style="bold")
        for reason in dict.fromkeys(outcome.skipped.values()):
            operations = ", ".join(each for each, its in outcome.skipped.items() if its == reason)
            yield Text(f"  {printable(reason)}:\n    {operations}")
    if outcome.known_deviations:
        deviations = ", ".join(f"{name} {count}" for name, count in sorted(outcome.known_deviations.items()))
        yield Text(f"\nKnown deviations and leniencies, not counted as failures: {deviations}", style="dim")


def _table(outcome: Outcome) -> Table:
    table = Table("operation", *(Column(verdict, justify="right") for verdict in _COLUMNS))
    found = Counter((finding.operation_id, verdict) for finding, verdict in outcome.verdicts)
    passed = Counter[str]()
    for (operation_id, _), count in outcome.passed.items():
        passed[operation_id] += count
    for operation_id in outcome.operations:
        counts = {"passed": passed[operation_id], **{each: found[operation_id, each] for each in ORDER}}
        cells = [Text(str(counts[each] or "-"), style=STYLES[each] if counts[each] else "dim") for each in _COLUMNS]
        table.add_row(Text(operation_id, style="red" if counts["failed"] else ""), *cells)
    return table


def _findings(outcome: Outcome, found: Sequence[Group]) -> Iterator[RenderableType]:
    for group in found[:MAX_GROUPS]:
        finding = group.finding
        drift = group.drift
        name, count = (
            (group.title, f"{drift.count} of {drift.of}") if drift else (finding.check, f"x{len(group.findings)}")
        )
        yield Text.assemble("\n  ", (finding.operation_id, "bold"), f"  {name}  ", (count, STYLES[group.verdict]))
        status = f" (status {finding.exchange.response.status_code})" if finding.exchange else ""
        lines = [line for line in group.message.splitlines() if line.strip()]
        more = [f"... {len(lines) - _MAX_LINES} more lines"] if len(lines) > _MAX_LINES else []
        for line in (*([] if drift else [f"{group.title}{status}"]), *lines[:_MAX_LINES], *more):
            yield Text(f"    {line}")
        yield Text(f"    contract: {group.excerpt.pointer}", style="cyan")
    if len(found) > MAX_GROUPS:
        yield Text(f"    ... and {len(found) - MAX_GROUPS} more findings of this check; report files have all")
    if command := as_curl(outcome, found[0].finding):
        yield Text(command, style="dim")  # not indented, so that it can be copied


def _verdict(outcome: Outcome) -> str:
    failures = len(outcome.failures)
    words: dict[State, str] = {
        "failed": f"does not conform: {failures} failure{'s' if failures > 1 else ''}",
        "empty": "no operation was called",
        "stopped": "no failures until the check stopped",
        "passed": "conforms",
    }
    return words[outcome.state]
