"""The outcome of checking one server: the results of all its scenarios."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from .contracts import operation_ids
from .report import Exchange, Finding
from .scenarios import Document

Verdict: TypeAlias = Literal["failed", "drift", "accepted", "passed"]
"""`drift`: a difference from the contract for which no check failed; `accepted`: the baseline has the finding."""

ORDER: tuple[Verdict, ...] = ("failed", "drift", "accepted")
"""The verdicts on findings, worst first."""

State: TypeAlias = Literal["failed", "empty", "stopped", "passed"]
"""`empty`: no operation was called; `stopped`: stopped early, without a failure until then."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The result of one check for one operation."""

    verdict: Verdict
    passed: int
    """The number of responses that passed."""
    findings: Sequence[Finding] = ()
    """All findings, including drift and accepted ones."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of checking one server."""

    vendor: str
    url: str
    """The base URL, without a key."""
    contract: Document
    """The vendor's whole contract."""
    started: datetime
    elapsed: float
    """Seconds."""
    phases: Sequence[str]
    verdicts: Sequence[tuple[Finding, Verdict]]
    """All findings with their verdicts."""
    exchanges: Sequence[Exchange]
    passed: Counter[tuple[str, str]]
    """The number of responses that passed, by operation id and check."""
    skipped: Mapping[str, str]
    """The reason why an operation was not called, by operation id."""
    known_deviations: Counter[str] = field(default_factory=Counter[str])
    """How often each known deviation or leniency excused a failure, by name."""
    stopped: str | None = None
    """Why the check stopped early; None when it was completed."""

    @property
    def failures(self) -> list[Finding]:
        """The findings whose verdict is `failed`."""
        return [finding for finding, verdict in self.verdicts if verdict == "failed"]

    @property
    def state(self) -> State:
        """The outcome in one word."""
        if self.failures:
            return "failed"
        if not self.exchanges:
            return "empty"
        return "stopped" if self.stopped else "passed"

    @property
    def operations(self) -> list[str]:
        """The ids of the operations that were called, in the contract's order, including those that did not respond."""
        called = {exchange.operation_id for exchange in self.exchanges}
        called |= {finding.operation_id for finding, _ in self.verdicts}
        return [operation_id for operation_id in operation_ids(self.contract) if operation_id in called]

    @property
    def checks(self) -> list[str]:
        """The names of the checks that have a result, sorted."""
        return sorted({check for _, check in self.passed} | {finding.check for finding, _ in self.verdicts})

    def cell(self, operation_id: str, check: str) -> Cell | None:
        """Return the result of a check for an operation; None when there is none."""
        found = [
            (finding, verdict)
            for finding, verdict in self.verdicts
            if (finding.operation_id, finding.check) == (operation_id, check)
        ]
        passed = self.passed[operation_id, check]
        if not found:
            return Cell("passed", passed) if passed else None
        worst = min(ORDER.index(verdict) for _, verdict in found)
        return Cell(ORDER[worst], passed, [finding for finding, _ in found])
