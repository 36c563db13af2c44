"""The items of a ledger with their results."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from visionapis_bulk.queries import stored

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator, Mapping, Sequence

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
