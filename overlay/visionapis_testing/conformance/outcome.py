"""What came of a whole check of one server: all its runs, together."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from .contracts import operation_ids
from .report import Exchange, Finding
from .scenarios import Document

Verdict: TypeAlias = Literal["failed", "drift", "accepted", "passed"]
"""`drift`: the answer has fields that the contract does not know; `accepted`: by the baseline."""

ORDER: tuple[Verdict, ...] = ("failed", "drift", "accepted")
"""What findings count as, worst first."""

State: TypeAlias = Literal["failed", "empty", "stopped", "passed"]
"""`empty`: nothing was called; `stopped`: it ended before its end, and nothing was wrong until then."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one check said of one operation."""

    verdict: Verdict
    passed: int
    """How many answers it let pass."""
    findings: Sequence[Finding] = ()
    """What it did not let pass, the drift and what the baseline accepts among it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a check."""

    vendor: str
    url: str
    """Where the server is, without any key."""
    contract: Document
    """The whole contract, which the findings are about."""
    started: datetime
    seconds: float
    phases: Sequence[str]
    verdicts: Sequence[tuple[Finding, Verdict]]
    """Each finding, and how it counts."""
    exchanges: Sequence[Exchange]
    passed: Counter[tuple[str, str]]
    """How many answers of an operation a check let pass, by operation id and check."""
    left_out: Mapping[str, str]
    """Operations that were not called, by id, each with the reason and what would change it."""
    excused: Counter[str] = field(default_factory=Counter[str])
    stopped: str | None = None
    """Why it ended before its end, if it did."""

    @property
    def failures(self) -> list[Finding]:
        """The findings because of which the server does not conform."""
        return [finding for finding, verdict in self.verdicts if verdict == "failed"]

    @property
    def state(self) -> State:
        """What came of it, in a word."""
        if self.failures:
            return "failed"
        if not self.exchanges:
            return "empty"
        return "stopped" if self.stopped else "passed"

    @property
    def operations(self) -> list[str]:
        """Ids of the operations that were called, also without an answer, in the contract's order."""
        called = {exchange.operation_id for exchange in self.exchanges}
        called |= {finding.operation_id for finding, _ in self.verdicts}
        return [operation_id for operation_id in operation_ids(self.contract) if operation_id in called]

    @property
    def checks(self) -> list[str]:
        """Names of the checks that said something, by name."""
        return sorted({check for _, check in self.passed} | {finding.check for finding, _ in self.verdicts})

    def cell(self, operation_id: str, check: str) -> Cell | None:
        """Return what a check said of an operation; None when it had nothing to say."""
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
