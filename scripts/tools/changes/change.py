"""A change, and the version step that changes require."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum


class Severity(IntEnum):
    """The effect of a change on code that uses the client; a greater one is more severe."""

    DOCS = 0
    ADDITIVE = 1
    BREAKING = 2

    @property
    def label(self) -> str:
        """The name on the page."""
        return ("docs only", "additive", "breaking")[self]

    @property
    def step(self) -> str:
        """The part of the version number to raise."""
        return ("patch", "minor", "major")[self]


@dataclass(frozen=True, order=True)
class Change:
    """One difference; `text` is a line of Markdown."""

    severity: Severity
    text: str


@dataclass
class OperationChanges:
    """All changes of one operation, or of a vendor's whole API, whose `operation` is empty."""

    vendor: str
    operation: str
    event: str
    """`added`, `removed` or `changed`."""
    changes: list[Change]
    before: dict[str, str] = field(default_factory=dict)
    """The client's methods by name, as signatures."""
    after: dict[str, str] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """The severity of the most severe change."""
        return max(change.severity for change in self.changes)
