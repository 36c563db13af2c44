"""Queries of a ledger, which may be in use by another process."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from .records import Item

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from .schema import State

_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "account": dict, "arguments": dict, "options": dict, "notes": dict, "source": (dict, type(None)),
    "base": str, "contract": str, "listed": bool,
}  # fmt: skip
_OF_JOB = {"account", "arguments", "options", "notes"}
_OF_ACCOUNT = {"vendor", "base_url", "salt", "key"}


def read_job(connection: sqlite3.Connection) -> Mapping[str, Any]:
    """Return the values that describe a job. Raises ValueError for one of another type."""
    found = {name: json.loads(value) for name, value in connection.execute("SELECT name, value FROM job")}
    if any(not isinstance(value, _TYPES.get(name, object)) for name, value in found.items()):
        raise ValueError("a value of the job has another type")
    return found


def read_begun_job(connection: sqlite3.Connection) -> Mapping[str, Any]:
    """Return the values that describe a job, all of those that it is resumed with, or none. Raises ValueError."""
    found = read_job(connection)
    if found and (_OF_JOB - found.keys() or _OF_ACCOUNT - found["account"].keys()):
        raise ValueError("values of the job are missing")
    return found


def read_counts(connection: sqlite3.Connection) -> Mapping[State, int]:
    """Return the number of items in each state that has any."""
    return dict(connection.execute("SELECT state, count(*) FROM items GROUP BY state"))


def read_spending(connection: sqlite3.Connection, first: int = 0, last: int = 2**62) -> tuple[int, int]:
    """Return the number of calls that are, or may be, billed, and their cost in billionths; of a range of numbers."""
    query = "SELECT count(*), coalesce(sum(cost), 0) FROM calls WHERE billed AND number BETWEEN ? AND ?"
    calls, cost = connection.execute(query, (first, last)).fetchone()
    return calls, cost


def read_pending(connection: sqlite3.Connection, after: int, limit: int) -> list[Item]:
    """Return the next pending items behind one, by their ids, except those whose image was in memory."""
    query = """SELECT id, name, coalesce(image, name), hash FROM items
               WHERE id > ? AND state = 'pending' AND image IS NOT '' ORDER BY id LIMIT ?"""
    return [_item(*row) for row in connection.execute(query, (after, limit))]


def read_range(connection: sqlite3.Connection, first: int, last: int) -> list[tuple[Item, State]]:
    """Return the items from one id to another, with their states."""
    query = "SELECT id, name, coalesce(image, name), hash, state FROM items WHERE id BETWEEN ? AND ? ORDER BY id"
    return [(_item(*row), state) for *row, state in connection.execute(query, (first, last))]


def storable(name: str) -> str | bytes:
    """Return a name as SQLite can store it: bytes for one that is not text."""
    try:
        name.encode()
    except UnicodeEncodeError:  # bytes of the name of a file
        return os.fsencode(name)
    return name


def stored(name: str | bytes) -> str:
    """Return the name that `storable` returned."""
    return os.fsdecode(name)


def _item(id_: int, name: str | bytes, image: str | bytes, digest: bytes | None) -> Item:
    return Item(id_, stored(name), stored(image), digest)
