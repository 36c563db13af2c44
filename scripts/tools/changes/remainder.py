"""What nothing else has found: so that no change of a contract passes without a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.tools.regenerate.structure import changes as structural
from scripts.tools.regenerate.structure import structure

from .change import Change, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .wire import Operation


def compare(
    vendor: str, before: dict[str, Operation], after: dict[str, Operation], found: set[Change]
) -> Iterator[Change]:
    """Operations whose structure differs though only words were found to: breaking. Others that differ: words."""
    named = {change.operation for change in found}
    rated = {change.operation for change in found if change.severity > Severity.DOCS}
    for name in sorted((before.keys() & after.keys()) - rated):
        old, new = before[name].data, after[name].data
        lines = list(structural(structure(old), structure(new)))
        for line in lines:
            yield Change(vendor, name, Severity.BREAKING, f"nothing rates this: {line}")
        if not lines and old != new and name not in named:
            yield Change(vendor, name, Severity.DOCS, "words, evidence or other spellings changed")
