"""A check as a summary in a terminal."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console, RenderableType
from rich.console import Group as Renderables
from rich.table import Column, Table
from rich.text import Text

from visionapis_testing.conformance.outcome import ORDER, Outcome, State, Verdict

from .curl import as_curl
from .groups import Group, groups
from .messages import printable

MOST = 3
"""Of one check and operation no more are shown, and `curl` for the first of them; files have all."""

STYLES: dict[Verdict, str] = {"failed": "bold red", "drift": "yellow", "accepted": "dim", "passed": "green"}
_STYLES: dict[State, str] = {"failed": "bold red", "empty": "yellow", "stopped": "yellow", "passed": "green"}
_COLUMNS: tuple[Verdict, ...] = ("passed", *ORDER)
_LINES = 6


def show(outcomes: Sequence[Outcome], console: Console) -> None:
    """Print, of each outcome: a table of the operations, failures with `curl`, drift, and what was left out and why."""
    for number, outcome in enumerate(outcomes):
        console.print(*[""] * (number > 0), Renderables(*_sections(outcome)), sep="\n", soft_wrap=True)


def _sections(outcome: Outcome) -> Iterator[RenderableType]:
    found = groups(outcome)
    yield Text.assemble((outcome.vendor, "bold"), f" at {outcome.url}, ", (_verdict(outcome), _STYLES[outcome.state]))
    calls = f"{len(outcome.exchanges)} requests in {outcome.seconds:.1f} s; {', '.join(outcome.phases)}"
    yield Text(calls, style="dim")
    if outcome.stopped:
        yield Text(f"Stopped before its end: {printable(outcome.stopped)}", style="bold yellow")
    if outcome.operations:
        yield _table(outcome)
    for verdict, heading in (("failed", "Failures"), ("drift", "Drift: fields that the contract does not know")):
        chosen = [group for group in found if group.verdict == verdict]
        if chosen:
            yield Text(f"\n{heading}", style="bold")
            for _, same in groupby(chosen, key=lambda group: group.cell):
                yield from _findings(outcome, list(same))
    accepted = sum(len(group.findings) for group in found if group.verdict == "accepted")
    if accepted:
        yield Text(f"\nAccepted by the baseline: {accepted}", style="dim")
    if outcome.left_out:
        yield Text("\nNot called", style="bold")
        for reason in dict.fromkeys(outcome.left_out.values()):
            operations = ", ".join(each for each, its in outcome.left_out.items() if its == reason)
            yield Text(f"  {printable(reason)}:\n    {operations}")
    if outcome.excused:
        excused = ", ".join(f"{name} {count}" for name, count in sorted(outcome.excused.items()))
        yield Text(f"\nExcused, as known behaviour of the real server: {excused}", style="dim")


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
    for group in found[:MOST]:
        finding = group.finding
        count = (f"x{len(group.findings)}", STYLES[group.verdict])
        yield Text.assemble("\n  ", (finding.operation_id, "bold"), f"  {finding.check}  ", count)
        status = f" (status {finding.exchange.response.status_code})" if finding.exchange else ""
        lines = [line for line in group.message.splitlines() if line.strip()]
        more = [f"... {len(lines) - _LINES} more lines"] if len(lines) > _LINES else []
        for line in (f"{group.title}{status}", *lines[:_LINES], *more):
            yield Text(f"    {line}")
        yield Text(f"    contract: {group.clause.pointer}", style="cyan")
    if len(found) > MOST:
        yield Text(f"    ... and {len(found) - MOST} more of this check; the reports in files have them")
    if command := as_curl(outcome, found[0].finding):
        yield Text(command, style="dim")  # from the margin, so that it can be copied


def _verdict(outcome: Outcome) -> str:
    failures = len(outcome.failures)
    words: dict[State, str] = {
        "failed": f"does not conform: {failures} failure{'s' if failures > 1 else ''}",
        "empty": "nothing was called",
        "stopped": "conforms as far as it was checked",
        "passed": "conforms",
    }
    return words[outcome.state]
