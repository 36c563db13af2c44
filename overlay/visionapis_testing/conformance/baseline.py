"""Findings that were reviewed and accepted, in a file of schemathesis's baseline format."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from schemathesis.baseline import Baseline as Document
from schemathesis.baseline import BaselineEntry, Identity

from visionapis._files import replacing
from visionapis_testing.drift.finding import Finding as Difference

from .errors import BaselineError
from .report import Finding


@dataclass(frozen=True, slots=True)
class Baseline:
    """The accepted findings: of failed checks, and of drift."""

    entries: Sequence[BaselineEntry] = ()
    """Each has operation, check, type of failure and signature; one of drift has operation, kind, place and detail."""
    identities: frozenset[Identity] = frozenset()
    """The same of each entry that has not expired."""

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a baseline file. Raises BaselineError."""
        if not path.is_file():
            raise BaselineError(f"baseline file not found: {path}", hint="create it with --write-baseline")
        today = datetime.now(UTC).date()
        try:
            entries = Document.load(path).entries
        except (OSError, RecursionError, ValueError) as error:
            raise BaselineError(f"invalid baseline file {path}: {error}") from error
        return cls(entries, frozenset(entry.identity for entry in entries if not entry.is_expired(today)))

    @classmethod
    def read_existing(cls, path: Path) -> Self:
        """Read the baseline file to write to, if there is one. Raises BaselineError."""
        return cls.read(path) if path.exists() else cls()

    def accepts(self, found: Finding | Difference) -> bool:
        """Return whether the baseline has all that a finding reports."""
        return self.identities.issuperset(_identities(found))


def write(path: Path, found: Iterable[Finding | Difference]) -> None:
    """Add findings to a baseline file; what it has of others stays. Raises BaselineError."""
    existing = Baseline.read_existing(path)
    today = datetime.now(UTC).date().isoformat()
    entries = {entry.identity: entry for entry in reversed(existing.entries)}
    for identity in dict.fromkeys(identity for each in found for identity in _identities(each)):
        entry = entries.get(identity) or BaselineEntry(*identity, first_seen=today)
        expires = entry.expires if identity in existing.identities else None
        entries[identity] = replace(entry, last_seen=today, expires=expires)
    try:
        with replacing(path) as new:
            Document([*entries.values()]).save(new)
    except OSError as error:
        raise BaselineError(f"cannot write the baseline file {path}: {error.strerror or error}") from error


def _identities(found: Finding | Difference) -> Iterator[Identity]:
    """Yield the identities of a finding: those of the differences from the contract that it reports, else its own."""
    if isinstance(found, Difference):
        for detail in found.detail.split(", "):  # more types are new, fewer are not
            yield found.operation_id, found.kind, found.place, detail
    elif found.differences:
        for each in found.differences:
            yield from _identities(each)
    else:
        yield found.identity
