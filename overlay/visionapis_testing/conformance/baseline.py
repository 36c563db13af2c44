"""Findings that were reviewed and accepted, in a file of schemathesis's baseline format."""

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
    """The accepted findings: operation, check, type of failure and signature of each entry that has not expired."""

    identities: frozenset[tuple[str, ...]]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a baseline file. Raises BaselineError."""
        if not path.is_file():
            raise BaselineError(f"baseline file not found: {path}", hint="create it with --write-baseline")
        today = datetime.now(UTC).date()
        try:
            entries = Document.load(path).entries
        except (OSError, ValueError) as error:
            raise BaselineError(f"invalid baseline file {path}: {error}") from error
        return cls(frozenset(entry.identity for entry in entries if not entry.is_expired(today)))

    def accepts(self, finding: Finding) -> bool:
        """Return whether the baseline has a finding."""
        return finding.identity in self.identities


def write(path: Path, findings: Iterable[Finding]) -> None:
    """Write a baseline of findings, replacing an existing file. Raises BaselineError."""
    today = datetime.now(UTC).date().isoformat()
    entries = [
        BaselineEntry(operation, check, failure, signature, first_seen=today, last_seen=today)
        for operation, check, failure, signature in dict.fromkeys(finding.identity for finding in findings)
    ]
    new = path.with_name(f".{path.name}.new")
    try:
        Document(entries).save(new)
        new.replace(path)
    except OSError as error:
        raise BaselineError(f"cannot write the baseline file {path}: {error}") from error
