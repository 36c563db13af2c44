"""The ledger of a partition: a part of the items of a job, on the local disk of the worker that has it."""

from __future__ import annotations

import json
import zlib
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any

from visionapis_bulk.ledger import Ledger
from visionapis_bulk.queries import storable, stored
from visionapis_bulk.records import Changes
from visionapis_bulk.schema import connect

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from pathlib import Path

    from .journal import Journal

CALLS = 10**9
"""Calls of an epoch have the numbers from this times the number of the epoch on, so that no two are the same."""

# Of the database of the connection alone, in memory.
_TRIGGERS = """
PRAGMA temp_store = MEMORY;
CREATE TEMP TABLE changed(kind TEXT, id INTEGER, PRIMARY KEY(kind, id)) WITHOUT ROWID;
CREATE TEMP TRIGGER item_changed AFTER UPDATE ON items
BEGIN INSERT OR IGNORE INTO changed VALUES('item', new.id); END;
CREATE TEMP TRIGGER result_added AFTER INSERT ON results
BEGIN INSERT OR IGNORE INTO changed VALUES('result', new.item); END;
CREATE TEMP TRIGGER call_added AFTER INSERT ON calls
BEGIN INSERT OR IGNORE INTO changed VALUES('call', new.number); END;
CREATE TEMP TRIGGER call_changed AFTER UPDATE ON calls
BEGIN INSERT OR IGNORE INTO changed VALUES('call', new.number); END;
"""

_CHANGED = "SELECT {columns} FROM changed JOIN {table} ON changed.id = {key} WHERE kind = '{kind}'"


class PartitionLedger(Ledger):
    """The ledger of a partition. What is committed is in the journal, too: only then is it told to those who wait."""

    def __init__(self, path: Path, journal: Journal) -> None:
        """Open the ledger that `write_partition` wrote; must be called in a task. Raises LedgerError."""
        super().__init__(path)
        self._journal = journal
        # The disk may be lost with the worker; the journal is what counts.
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.executescript(_TRIGGERS)

    def _commit(self) -> None:
        super()._commit()
        changes = _take_changes(self._connection)
        if changes.items or changes.calls:
            self._journal.append(changes)


def partition_of(image: str, count: int) -> int:
    """Return the partition that an image is in, by the hash of its path or URL."""
    name = storable(image)
    return zlib.crc32(name if isinstance(name, bytes) else name.encode()) % count


def write_partition(path: Path, whole: Path, *, number: int, count: int, epoch: int, job: Mapping[str, Any]) -> bool:
    """Write the ledger of a partition of a job; return whether any of its items is pending.

    It has the pending items, and those whose bytes are known, which duplicates are found by. `job` describes it.
    """
    with closing(connect(path, write=True, create=True)) as connection:
        execute = connection.execute
        execute("PRAGMA synchronous = OFF")
        in_partition = partial(_is_in_partition, number, count)
        connection.create_function("in_partition", 1, in_partition, deterministic=True)
        execute("ATTACH ? AS whole", (str(whole),))
        execute("BEGIN")
        connection.executemany("INSERT INTO job VALUES(?, ?)", [(name, json.dumps(each)) for name, each in job.items()])
        execute(
            """INSERT INTO items SELECT * FROM whole.items
               WHERE (state = 'pending' OR hash IS NOT NULL) AND in_partition(coalesce(image, name))"""
        )
        # The next number is that of the first call.
        execute("INSERT INTO calls VALUES(?, 0, 0, NULL)", (epoch * CALLS,))
        execute("COMMIT")
        execute("DETACH whole")
        return bool(execute("SELECT EXISTS (SELECT 1 FROM items WHERE state = 'pending')").fetchone()[0])


def _is_in_partition(number: int, count: int, image: str | bytes) -> bool:
    return partition_of(stored(image), count) == number


def _take_changes(connection: sqlite3.Connection) -> Changes:
    """Return what was changed since the last time."""

    def rows(kind: str, table: str, key: str, columns: str) -> list[tuple[Any, ...]]:
        return connection.execute(_CHANGED.format(columns=columns, table=table, key=key, kind=kind)).fetchall()

    changes = Changes(
        rows("item", "items", "items.id", "items.id, state, hex(hash), first, call, detail"),
        rows("result", "results", "item", "results.*"),
        rows("call", "calls", "number", "calls.*"),
    )
    connection.execute("DELETE FROM changed")
    return changes
