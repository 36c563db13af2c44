"""One difference between two revisions, and what a list of them asks of the version number."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(IntEnum):
    """Whom a change concerns; the greater, the more."""

    DOCS = 0
    """Nobody's code: wording, examples, evidence."""
    ADDITIVE = 1
    """Who wants what is new; code that works goes on working."""
    BREAKING = 2
    """Code that worked may not work, or may do something else."""

    @property
    def words(self) -> str:
        """As a page says it."""
        return ("docs only", "additive", "breaking")[self]


STEPS = {Severity.DOCS: "patch", Severity.ADDITIVE: "minor", Severity.BREAKING: "major"}


@dataclass(frozen=True, order=True)
class Change:
    """One difference."""

    vendor: str
    operation: str
    """The operation's id; empty when the change concerns the whole API."""
    severity: Severity
    text: str
    """One line of Markdown."""


@dataclass(frozen=True)
class Method:
    """A method of the generated facade."""

    name: str
    """As it is called: `ximilar.tasks.create`."""
    signature: str


@dataclass
class OperationChanges:
    """All that changed in one operation."""

    vendor: str
    operation: str
    event: str
    """`added`, `removed` or `changed`."""
    changes: list[Change] = field(default_factory=list)
    before: dict[str, Method] = field(default_factory=dict)
    after: dict[str, Method] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """That of the gravest change."""
        return max(change.severity for change in self.changes)


def step(changed: Iterable[OperationChanges]) -> str:
    """The part of the version number to raise: `major`, `minor`, `patch`, or `none` when nothing changed."""
    severities = [each.severity for each in changed]
    return STEPS[max(severities)] if severities else "none"
