"""The record of how a contract differs from the document that it was made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SHOWN = 3


class Report:
    """The places of each kind of change: nothing that a document says is lost without being recorded here."""

    def __init__(self) -> None:
        self.operations = 0
        self.calls = 0
        self._changed: dict[str, dict[str, None]] = {}
        self._lost: dict[str, dict[str, None]] = {}
        self._left_out: dict[str, dict[str, None]] = {}

    def changed(self, what: str, place: str) -> None:
        """Record what the contract says in another form, or more loosely, than the document."""
        self._changed.setdefault(what, {})[place] = None

    def lost(self, what: str, place: str) -> None:
        """Record what the document says and the contract does not."""
        self._lost.setdefault(what, {})[place] = None

    def left_out(self, reason: str, operation: str) -> None:
        """Record an operation that the contract does not have."""
        self._left_out.setdefault(reason, {})[operation] = None

    @property
    def missing(self) -> int:
        """The number of operations that are left out."""
        return len({operation for operations in self._left_out.values() for operation in operations})

    def lines(self) -> Iterator[str]:
        """Yield the report, line by line: each kind with its count, and a few places; operations are all named."""
        titles = {
            "Left out, with every operation": (self._left_out, None),
            "Not taken over": (self._lost, SHOWN),
            "Said differently": (self._changed, SHOWN),
        }
        for title, (kinds, limit) in titles.items():
            if kinds:
                yield f"{title}:"
            for what, places in sorted(kinds.items(), key=lambda each: (-len(each[1]), each[0])):
                shown = list(places)[:limit]
                more = f" and {len(places) - len(shown)} more" if len(places) > len(shown) else ""
                yield f"  {len(places):4d}  {what}: {', '.join(shown)}{more}"
