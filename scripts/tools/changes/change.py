"""A change, and the version step that changes require."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum


class Severity(IntEnum):
    """The effect of a change on code that uses the client; a greater one is more severe."""

    DOCS = 0
    INTERNAL = 1
    """The requests change, and what a caller writes and reads does not."""
    ADDITIVE = 2
    BREAKING = 3

    @property
    def label(self) -> str:
        """The name on the page."""
        return ("docs only", "internal", "additive", "breaking")[self]

    @property
    def step(self) -> str:
        """The part of the version number to raise."""
        return ("patch", "patch", "minor", "major")[self]


@dataclass(frozen=True, order=True)
class Change:
    """One difference; `text` is a line of Markdown."""

    severity: Severity
    text: str


@dataclass
class OperationChanges:
    """All changes of one operation, of a vendor's whole API, whose `operation` is empty, or of a fact."""

    vendor: str
    operation: str
    event: str
    """`added`, `removed`, `changed`, `renamed`, `moved`, `swapped`, `split`, `merged` or `regrouped`."""
    changes: list[Change]
    before: dict[str, str] = field(default_factory=dict)
    """The client's methods by name, as signatures."""
    after: dict[str, str] = field(default_factory=dict)
    fact: str = ""
    """A text in Markdown for one fact that concerns any number of operations."""
    concerns: list[str] = field(default_factory=list)
    """The operations or methods that a fact concerns."""
    notes: list[str] = field(default_factory=list)
    """Sentences about what remains to be done by hand."""

    @property
    def severity(self) -> Severity:
        """The severity of the most severe change."""
        return max(change.severity for change in self.changes)
