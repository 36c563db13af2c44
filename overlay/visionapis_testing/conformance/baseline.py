"""Differences from a contract that somebody has looked at and accepted, in a file of schemathesis's form."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from schemathesis.baseline import Baseline as Document
from schemathesis.baseline import BaselineEntry

from .errors import BaselineError
from .report import Finding


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is accepted: operation, check, kind of failure and its signature, until a day if the entry names one."""

    identities: frozenset[tuple[str, ...]]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a file. Raises BaselineError."""
        if not path.is_file():
            raise BaselineError(f"there is no baseline {path}; --write-baseline makes one.")
        today = datetime.now(UTC).date()
        try:
            entries = Document.load(path).entries
        except (OSError, ValueError) as error:
            raise BaselineError(f"{path} is no baseline: {error}") from error
        return cls(frozenset(entry.identity for entry in entries if not entry.is_expired(today)))

    def accepts(self, finding: Finding) -> bool:
        """Whether a finding is in it."""
        return finding.identity in self.identities


def write(path: Path, findings: Iterable[Finding]) -> None:
    """Accept findings: make a file of them, in place of what is there. Raises BaselineError."""
    stamp = datetime.now(UTC).date().isoformat()
    entries = [
        BaselineEntry(operation, check, failure, signature, first_seen=stamp, last_seen=stamp)
        for operation, check, failure, signature in dict.fromkeys(finding.identity for finding in findings)
    ]
    new = path.with_name(f".{path.name}.new")
    try:
        Document(entries).save(new)
        new.replace(path)
    except OSError as error:
        raise BaselineError(f"{path} cannot be written: {error}") from error
