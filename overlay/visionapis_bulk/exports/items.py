"""The items of a ledger with their results."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from visionapis_bulk.queries import stored
from visionapis_bulk.records import is_file

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from visionapis_bulk.schema import State

SETTLED: Collection[State] = ("done", "refused", "failed", "unknown")
"""The states that an export has by default."""

# A duplicate has the result of the first item with its bytes, which the ledger sends once.
_QUERY = """
SELECT item.id, item.name, coalesce(item.image, item.name), item.fields, paid.state, item.hash, paid.call, paid.detail,
       result.labels, result.width, result.height, {raw}, CASE WHEN item.id <> paid.id THEN paid.name END
FROM items AS item
JOIN items AS paid ON paid.id = coalesce(item.first, item.id)
LEFT JOIN results AS result ON result.item = paid.id
ORDER BY item.id
"""


@dataclass(frozen=True, slots=True)
class ExportedItem:
    """An item with its result."""

    id: int
    """Its position, from 1."""
    name: str
    image: str
    """Its path or URL; empty for one that was in memory."""
    fields: Mapping[str, Any]
    """The other columns of its row."""
    state: State
    """Of a duplicate, the state of the item whose bytes it has."""
    sha256: str | None
    """The hash of the bytes that were sent; None if they were not read."""
    call: int | None
    """The number of the call."""
    error: Mapping[str, Any] | None
    labels: Sequence[Mapping[str, Any]] | None
    """In the form of `Classification.to_dict`, without empty values; None without a result."""
    width: int | None
    height: int | None
    raw: Any
    """The vendor's response, if it was asked for and kept."""
    duplicate_of: str | None
    """The name of the item with the same bytes that was sent."""

    @property
    def is_file(self) -> bool:
        """Whether the image is a local file."""
        return is_file(self.image)

    def columns(self, own: Collection[str]) -> dict[str, Any]:
        """Return the other columns of the row; one with a name that the format itself has begins with `source_`."""
        return {f"source_{name}" if name in own else name: value for name, value in self.fields.items()}


class Results:
    """The items of a ledger with their results, as often as they are iterated over."""

    def __init__(
        self, connection: sqlite3.Connection, base: Path, *, states: Collection[State] = SETTLED, raw: bool = False
    ) -> None:
        """Read from a ledger; `base` is the folder that the paths of images are relative to."""
        self.connection = connection
        self.base = base
        self._states = states
        self._raw = raw

    def __iter__(self) -> Iterator[ExportedItem]:
        """Yield the items in the order of their source."""
        return read_items(self.connection, states=self._states, raw=self._raw)

    def labelled(self) -> Iterator[ExportedItem]:
        """Yield the items with a result."""
        return (item for item in self if item.labels is not None)


def read_items(
    connection: sqlite3.Connection, *, states: Collection[State] = SETTLED, raw: bool = False
) -> Iterator[ExportedItem]:
    """Yield the items in the order of their source; `raw` with the vendor's responses."""
    for row in connection.execute(_QUERY.format(raw="result.raw" if raw else "NULL")):
        id_, name, image, fields, state, digest, call, detail, labels, width, height, response, duplicate_of = row
        if state in states:
            yield ExportedItem(
                id=id_,
                name=stored(name),
                image=stored(image),
                fields=json.loads(fields) if fields else {},
                state=state,
                sha256=digest.hex() if digest else None,
                call=call,
                error=json.loads(detail) if detail else None,
                labels=json.loads(labels) if labels else None,
                width=width,
                height=height,
                raw=json.loads(response) if response else None,
                duplicate_of=duplicate_of and stored(duplicate_of),
            )
