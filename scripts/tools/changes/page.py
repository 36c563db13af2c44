"""The page of changes, in Markdown."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from .change import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .change import OperationChanges

LIMITS = """\
## What this page does not cover

- The behaviour of the vendors' servers: only contracts are compared.
- The handwritten client, emulators and command line: see `git log -- overlay`.
- Whether `generated/` is up to date: see `scripts/regenerate --check`.
- A unit, range or default that stands only in a description: such a change counts as docs.
- Types that differ only inside brackets: unions are compared at their top level.
- Recursive schemas below their first recursion.
- A request type that was widened is listed as breaking, because the Python type of its model may change.
"""

DOCS_SHOWN = 3
"""The number of docs-only changes shown per operation; a shared description changes in many places."""


def step(changed: Sequence[OperationChanges]) -> str:
    """Return the part of the version number to raise: `major`, `minor`, `patch`, or `none` without changes."""
    return max(each.severity for each in changed).step if changed else "none"


def render(changed: Sequence[OperationChanges], against: str, revision: str | None = None) -> str:
    """Return the page: a table of all changes, then a section per fact and operation of a vendor."""
    return "\n".join(_page(changed, against, revision or "the working tree"))


def _page(changed: Sequence[OperationChanges], against: str, revision: str) -> Iterator[str]:
    yield f"# Changes from {against} to {revision}\n"
    counts = (f"{sum(each.severity == one for each in changed)} {one.label}" for one in sorted(Severity)[::-1])
    yield f"Version step: **{step(changed)}**. Changes: {', '.join(counts)}.\n"
    if changed:
        yield "| vendor | what | event | severity |"
        yield "|---|---|---|---|"
        ordered = sorted(changed, key=lambda each: (each.vendor, not each.fact, -each.severity, each.operation))
        for each in ordered:
            yield f"| {each.vendor} | {_name(each)} | {each.event} | {each.severity.label} |"
        for vendor, group in groupby(ordered, key=lambda each: each.vendor):
            yield f"\n## {vendor}\n"
            for each in group:
                yield from _operation(each)
    yield LIMITS


def _operation(each: OperationChanges) -> Iterator[str]:
    yield f"### {_name(each)}: {each.event}, {each.severity.label}\n"
    docs = sum(change.severity == Severity.DOCS for change in each.changes)
    kept = each.changes[: len(each.changes) - max(docs - DOCS_SHOWN, 0)]
    yield from (f"- {change.severity.label}: {change.text}" for change in kept)
    yield f"- docs only: {docs - DOCS_SHOWN} more\n" if docs > DOCS_SHOWN else ""
    yield from (f"{note}\n" for note in each.notes)
    if each.concerns:
        yield f"Concerns {len(each.concerns)}: {', '.join(f'`{name}`' for name in each.concerns)}\n"
    lines: list[str] = []
    for name in sorted(each.before.keys() | each.after.keys()):
        before, after = each.before.get(name), each.after.get(name)
        if before == after:
            lines.append(f"  {after}")
        else:
            lines += [f"{sign} {text}" for sign, text in (("-", before), ("+", after)) if text]
    if lines and each.severity > Severity.INTERNAL:
        yield "Methods of the client, `-` before and `+` after:\n"
        yield from ("```diff", *lines, "```\n")


def _name(each: OperationChanges) -> str:
    return each.fact or (f"`{each.operation}`" if each.operation else "the whole API")
