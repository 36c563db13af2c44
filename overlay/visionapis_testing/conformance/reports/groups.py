"""Groups of findings that report the same failure, and differences from the contract, each as a group."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from visionapis._text import printable
from visionapis_testing.conformance.contracts import operation_ids
from visionapis_testing.conformance.outcome import ORDER, Outcome, Verdict
from visionapis_testing.conformance.report import Finding
from visionapis_testing.drift.finding import ORDER as SEVERITIES
from visionapis_testing.drift.finding import Finding as Difference

from .excerpts import ContractExcerpt, ContractExcerpts

_CUSTOM_CHECK = "Custom check failed"
"""The title that schemathesis gives to failures of checks that are not its own."""
_VALUES = re.compile(r"\[[^]]*\]|'[^']*'|\"[^\"]*\"|[0-9][0-9a-f.-]*")


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one check about one operation whose messages differ only in values, or one difference."""

    number: int
    """The position in a report, from 1."""
    verdict: Verdict
    findings: Sequence[Finding]
    excerpt: ContractExcerpt

    @property
    def finding(self) -> Finding:
        """The finding that represents the group: the one with the shortest request, which is the easiest to read."""
        return min(self.findings, key=_size)

    @property
    def drift(self) -> Difference | None:
        """The difference from the contract that the group is; None for failed checks."""
        return self.findings[0].drift

    @property
    def cell(self) -> tuple[str, str]:
        """The operation id and the check."""
        return self.findings[0].operation_id, self.findings[0].check

    @property
    def title(self) -> str:
        """The problem in a few words."""
        title = self.finding.title
        return self.finding.check.replace("_", " ") if title.startswith(_CUSTOM_CHECK) else printable(title)

    @property
    def message(self) -> str:
        """The message of the representative finding."""
        if self.excerpt.problem and not self.drift:
            return printable(f"{self.excerpt.response_pointer or 'the whole response'}: {self.excerpt.problem}")
        return "\n".join(map(printable, self.finding.message.strip().splitlines()))

    @property
    def phases(self) -> list[str]:
        """The phases with a finding of the group."""
        return sorted({finding.phase for finding in self.findings})


def groups(outcome: Outcome) -> list[Group]:
    """Return the groups of an outcome, sorted by verdict and severity (worst first), operation and check."""
    excerpts = ContractExcerpts(outcome.vendor, outcome.contract)
    positions = {operation_id: position for position, operation_id in enumerate(operation_ids(outcome.contract))}
    found: dict[tuple[object, ...], tuple[Verdict, ContractExcerpt, list[Finding]]] = {}
    for finding, verdict in outcome.verdicts:
        excerpt = excerpts.of(finding)
        status = finding.exchange.response.status_code if finding.exchange else 0
        key = (
            ORDER.index(verdict),
            1 + SEVERITIES.index(finding.drift.severity) if finding.drift else 0,
            positions[finding.operation_id],
            finding.check,
            finding.title,
            excerpt.pointer,
            status,
            _without_values(finding, excerpt),
        )
        found.setdefault(key, (verdict, excerpt, []))[2].append(finding)
    return [
        Group(number, verdict, findings, excerpts.of(min(findings, key=_size)))
        for number, (_, (verdict, _, findings)) in enumerate(sorted(found.items(), key=lambda item: item[0]), start=1)
    ]


def _without_values(finding: Finding, excerpt: ContractExcerpt) -> str:
    """Return what the findings of a group have in common."""
    if finding.drift:
        return finding.message
    if excerpt.problem:
        return re.sub(r"/\d+(?=/|$)", "/*", excerpt.response_pointer)
    return _VALUES.sub("", finding.message)


def _size(finding: Finding) -> tuple[bool, int]:
    """Return a sort key: findings with a response first, then by the length of the request."""
    exchange = finding.exchange
    return exchange is None, len(str(exchange.request.url)) + len(exchange.request.content) if exchange else 0
