"""The page: what changed, in Markdown."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from .change import Severity, step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .change import OperationChanges

LIMITS = """\
## What this page does not see

- What the vendor's servers do. It compares what contracts say.
- The client layer written by hand, its emulators and its command line: `git log -- overlay`.
- Whether `generated/` is what the contracts make: `scripts/regenerate --check`.
- A change of meaning that changes only words: a unit, a range or a default that stands in a description counts as docs.
- Types that are equal by name, or differ inside brackets: unions are compared at their top level.
- What lies below the first turn of a schema that holds itself.
- Models that no signature of a facade method leads to, and what `from ... import` finds beyond facade and models.
- An unknown kind of change, in an operation where something else was rated: alone, it is told and called breaking.
- A request that becomes wider in type is called breaking, as Redocly has it, because its Python type may change.
"""


def render(changed: Sequence[OperationChanges], against: str, revision: str | None = None) -> str:
    """The page, by vendor and operation, the gravest changes first."""
    return "\n".join(_page(changed, against, revision))


def _page(changed: Sequence[OperationChanges], against: str, revision: str | None) -> Iterator[str]:
    yield f"# Changes from {against} to {revision or 'the files as they are'}\n"
    counts = ", ".join(
        f"{sum(each.severity == severity for each in changed)} {severity.words}" for severity in sorted(Severity)[::-1]
    )
    yield f"Version step: **{step(changed)}**. Operations and whole APIs that changed: {counts}.\n"
    if changed:
        yield "| vendor | operation | event | severity |"
        yield "|---|---|---|---|"
        ordered = sorted(changed, key=lambda each: (each.vendor, -each.severity, each.operation))
        for each in ordered:
            yield f"| {each.vendor} | {_name(each)} | {each.event} | {each.severity.words} |"
        yield ""
        for vendor, group in groupby(ordered, key=lambda each: each.vendor):
            yield f"## {vendor}\n"
            for each in group:
                yield from _operation(each)
    yield LIMITS


def _operation(each: OperationChanges) -> Iterator[str]:
    yield f"### {_name(each)}: {each.event}, {each.severity.words}\n"
    yield from (f"- {change.severity.words}: {change.text}" for change in each.changes)
    yield ""
    if each.severity == Severity.BREAKING:
        yield from _signatures(each)
    elif each.event == "added":
        yield from _block([f"{method.name}{_arguments(method.signature)}" for method in each.after.values()])


def _signatures(each: OperationChanges) -> Iterator[str]:
    lines: list[str] = []
    for name in sorted(each.before.keys() | each.after.keys()):
        before, after = (side.get(name) for side in (each.before, each.after))
        texts = [f"{method.name}{_arguments(method.signature)}" if method else "" for method in (before, after)]
        if texts[0] == texts[1]:
            lines.append(f"  {texts[0]}")
        else:
            lines.extend(f"{sign} {text}" for sign, text in zip("-+", texts, strict=True) if text)
    if lines:
        yield "Facade methods, `-` before and `+` after:\n"
        yield from _block(lines, "diff")


def _block(lines: list[str], language: str = "python") -> Iterator[str]:
    if lines:
        yield f"```{language}"
        yield from lines
        yield "```\n"


def _arguments(signature: str) -> str:
    return signature[signature.index("(") :]


def _name(each: OperationChanges) -> str:
    return f"`{each.operation}`" if each.operation else "the whole API"
