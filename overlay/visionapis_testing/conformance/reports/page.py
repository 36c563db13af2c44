"""A check as one page of HTML: nothing to load, readable without its script, which filters and copies."""

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from visionapis_testing.conformance.contracts import operation_ids
from visionapis_testing.conformance.outcome import ORDER, Outcome, State, Verdict

from .curl import as_curl
from .groups import Group, groups
from .messages import readable, telling

# Signs beside colours, for those who do not tell these apart.
MARKS: Mapping[Verdict, str] = {"failed": "\u2715", "drift": "\u25b3", "accepted": "\u2248", "passed": "\u2713"}

_WORDS: Mapping[State, str] = {
    "failed": "does not conform",
    "empty": "nothing was called",
    "stopped": "conforms so far",
    "passed": "conforms",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One server's part of the page."""

    number: int
    outcome: Outcome
    groups: Sequence[Group]

    @property
    def verdict(self) -> str:
        """What came of it, in words."""
        return _WORDS[self.outcome.state]

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """How often checks came to each verdict."""
        found = Counter(verdict for _, verdict in self.outcome.verdicts)
        return {**{verdict: found[verdict] for verdict in ORDER}, "passed": self.outcome.passed.total()}

    @property
    def operations(self) -> int:
        """How many the contract has."""
        return len(list(operation_ids(self.outcome.contract)))

    def first(self, operation_id: str, check: str) -> int:
        """Return the number of the first group of a cell."""
        return next(group.number for group in self.groups if group.cell == (operation_id, check))


def render(outcomes: Sequence[Outcome]) -> str:
    """Return the page: servers, the matrix of operations and checks, and each finding with what it takes to see it."""
    sheets = [Sheet(number, outcome, groups(outcome)) for number, outcome in enumerate(outcomes, start=1)]
    findings = [(sheet, group) for sheet in sheets for group in sheet.groups]
    verdicts = Counter(group.verdict for _, group in findings)
    return _template().render(
        sheets=sheets,
        heading=_heading(sheets),
        checks=sorted({check for outcome in outcomes for check in outcome.checks}),
        findings=findings,
        choices={
            "server": {sheet.number: f"{sheet.outcome.vendor}, {sheet.outcome.url}" for sheet, _ in findings},
            "operation": {name: name for name in dict.fromkeys(each.finding.operation_id for _, each in findings)},
            "check": {name: name for name in sorted({each.finding.check for _, each in findings})},
        },
        verdicts={verdict: verdicts[verdict] for verdict in ORDER},
        excused=any(outcome.excused for outcome in outcomes),
    )


@cache
def _template() -> Template:
    folder = resources.files("visionapis_testing.conformance.reports")
    # Whatever a server or a contract says is escaped: the files of this package alone are not.
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    names = {
        "style": Markup(folder.joinpath("page.css").read_text(encoding="utf-8")),  # noqa: S704  (a file of our own)
        "script": Markup(folder.joinpath("page.js").read_text(encoding="utf-8")),  # noqa: S704  (a file of our own)
        "marks": MARKS,
        "digest": _digest,
        "telling": telling,
        "readable": readable,
        "curl": as_curl,
    }
    return environment.from_string(folder.joinpath("page.html.jinja").read_text(encoding="utf-8"), globals=names)


def _heading(sheets: Sequence[Sheet]) -> str:
    if len(sheets) == 1:
        return f"{sheets[0].outcome.vendor} {sheets[0].verdict}"
    failing = sum(sheet.outcome.state == "failed" for sheet in sheets)
    empty = sum(sheet.outcome.state == "empty" for sheet in sheets)
    told = [f"{failing} of {len(sheets)} servers do{'es' if failing == 1 else ''} not conform"] if failing else []
    told += [f"{empty} of {len(sheets)} {'was' if empty == 1 else 'were'} not called"] if empty else []
    return ", ".join(told) or f"All {len(sheets)} servers conform"


def _digest(text: str) -> str:
    """What the page's policy lets in: this text as style or script, and nothing that a server has answered."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
