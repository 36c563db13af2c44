"""The outcome of a check as one self-contained HTML page, which is readable without its script."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Template

from visionapis._pages.template import load_template
from visionapis_testing.conformance.contracts import operation_ids
from visionapis_testing.conformance.outcome import ORDER, Outcome, State, Verdict

from .curl import as_curl
from .groups import Group, groups
from .messages import readable, relevant_headers

# Symbols in addition to colours, for readers who cannot tell the colours apart.
MARKS: Mapping[Verdict, str] = {"failed": "\u2715", "drift": "\u25b3", "accepted": "\u2248", "passed": "\u2713"}

_STATES: Mapping[State, str] = {
    "failed": "does not conform",
    "empty": "was not called",
    "stopped": "has no failures so far",
    "passed": "conforms",
}


@dataclass(frozen=True, slots=True)
class ReportView:
    """The outcome of one server, as the page shows it."""

    number: int
    outcome: Outcome
    groups: Sequence[Group]

    @property
    def state(self) -> str:
        """The outcome in words."""
        return _STATES[self.outcome.state]

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """The number of check results by verdict."""
        verdicts = Counter(verdict for _, verdict in self.outcome.verdicts)
        return {**{verdict: verdicts[verdict] for verdict in ORDER}, "passed": self.outcome.passed.total()}

    @property
    def operation_count(self) -> int:
        """The number of operations in the contract."""
        return len(list(operation_ids(self.outcome.contract)))

    def first(self, operation_id: str, check: str) -> int:
        """Return the number of the first group of findings in a cell of the matrix."""
        return next(group.number for group in self.groups if group.cell == (operation_id, check))


def render(outcomes: Sequence[Outcome]) -> str:
    """Return the page: the servers, a matrix of operations and checks, and the findings with their exchanges."""
    views = [ReportView(number, outcome, groups(outcome)) for number, outcome in enumerate(outcomes, start=1)]
    findings = [(view, group) for view in views for group in view.groups]
    verdicts = Counter(group.verdict for _, group in findings)
    return _template().render(
        views=views,
        heading=_heading(views),
        has_matrix=any(outcome.checks for outcome in outcomes),
        findings=findings,
        choices={
            "server": {view.number: f"{view.outcome.vendor}, {view.outcome.url}" for view, _ in findings},
            "operation": {name: name for name in dict.fromkeys(each.finding.operation_id for _, each in findings)},
            "check": {name: name for name in sorted({each.finding.check for _, each in findings})},
        },
        verdicts={verdict: verdicts[verdict] for verdict in ORDER},
        known_deviations=any(outcome.known_deviations for outcome in outcomes),
    )


@cache
def _template() -> Template:
    return load_template(
        "visionapis_testing.conformance.reports",
        "page.html.jinja",
        command="visionapis check",
        styles=["findings.css", "page.css"],
        scripts=["copy.js", "page.js"],
        names={"marks": MARKS, "relevant_headers": relevant_headers, "readable": readable, "curl": as_curl},
    )


def _heading(views: Sequence[ReportView]) -> str:
    if len(views) == 1:
        return f"{views[0].outcome.vendor} {views[0].state}"
    failed = sum(view.outcome.state == "failed" for view in views)
    empty = sum(view.outcome.state == "empty" for view in views)
    parts = [f"{failed} of {len(views)} servers {'does' if failed == 1 else 'do'} not conform"] if failed else []
    parts += [f"{empty} of {len(views)} servers {'was' if empty == 1 else 'were'} not called"] if empty else []
    return ", ".join(parts) or f"All {len(views)} servers conform"
