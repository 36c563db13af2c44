"""Findings that say the same, together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from visionapis_testing.conformance.contracts import operation_ids
from visionapis_testing.conformance.outcome import ORDER, Outcome, Verdict
from visionapis_testing.conformance.report import Finding

from .excerpts import Clause, Clauses
from .messages import printable

_OWN = "Custom check failed"
_VALUES = re.compile(r"\[[^]]*\]|'[^']*'|\"[^\"]*\"|[0-9][0-9a-f.-]*")


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one check about one operation that say the same, but for values."""

    number: int
    """From 1, in the order in which a report has them."""
    verdict: Verdict
    findings: Sequence[Finding]
    clause: Clause

    @property
    def finding(self) -> Finding:
        """One that stands for all: that with the shortest request, which is the easiest to read."""
        return min(self.findings, key=_size)

    @property
    def cell(self) -> tuple[str, str]:
        """Operation and check."""
        return self.findings[0].operation_id, self.findings[0].check

    @property
    def title(self) -> str:
        """What is wrong, in a few words."""
        title = self.finding.title
        return self.finding.check.replace("_", " ") if title.startswith(_OWN) else printable(title)

    @property
    def message(self) -> str:
        """What is wrong, for one of them."""
        if self.clause.problem:
            return printable(f"{self.clause.place or 'the whole answer'}: {self.clause.problem}")
        return printable(self.finding.message.strip())

    @property
    def phases(self) -> list[str]:
        """The phases that found it."""
        return sorted({finding.phase for finding in self.findings})


def groups(outcome: Outcome) -> list[Group]:
    """Return the findings of an outcome: worst first, then in the contract's order of operations, then by check."""
    clauses = Clauses(outcome.vendor, outcome.contract)
    places = {operation_id: place for place, operation_id in enumerate(operation_ids(outcome.contract))}
    found: dict[tuple[object, ...], tuple[Verdict, Clause, list[Finding]]] = {}
    for finding, verdict in outcome.verdicts:
        clause = clauses.of(finding)
        status = finding.exchange.response.status_code if finding.exchange else 0
        said = re.sub(r"/\d+(?=/|$)", "/*", clause.place) if clause.problem else _VALUES.sub("", finding.message)
        key = (
            ORDER.index(verdict),
            places[finding.operation_id],
            finding.check,
            finding.title,
            clause.pointer,
            status,
            said,
        )
        found.setdefault(key, (verdict, clause, []))[2].append(finding)
    return [
        Group(number, verdict, findings, clauses.of(min(findings, key=_size)))
        for number, (_, (verdict, _, findings)) in enumerate(sorted(found.items(), key=lambda item: item[0]), start=1)
    ]


def _size(finding: Finding) -> tuple[bool, int]:
    """For `min`: one with an answer before one without, then the shorter request."""
    exchange = finding.exchange
    return exchange is None, len(str(exchange.request.url)) + len(exchange.request.content) if exchange else 0
