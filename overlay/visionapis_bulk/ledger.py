"""The ledger of a job: what becomes of each item, committed before and after each request."""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from .errors import BulkError
from .lock import FileLock
from .schema import NAMES_INDEX, STATES, State, connect, describe
from .writer import Writer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BILLION = 10**9
"""Costs are integers: billionths of the unit of the price."""

LOST = json.dumps({"type": "LostResponse", "message": "the job ended before a response was recorded"})
INTERRUPTED = json.dumps({"type": "Interrupted", "message": "the job was interrupted before the response came"})
GIVEN_UP = json.dumps({"type": "GivenUp", "message": "it was sent, and no response was recorded; given up"})


class BudgetExhaustedError(BulkError):
    """A call would exceed the limit of calls or of money; it was not booked."""

    def __init__(self, limit: str) -> None:
        super().__init__(f"{limit} is reached")
        self.limit = limit


@dataclass(frozen=True, slots=True)
class Entry:
    """An image of a source."""

    name: str
    """The name of the item in events and exports."""
    image: str | None = None
    """Its path or URL, where the name is not that; empty for an image in memory."""
    fields: str | None = None
    """The other columns of its row, as JSON."""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry in the ledger."""

    id: int
    name: str
    image: str
    """Its path or URL; the name for an image in memory."""
    digest: bytes | None = None
    """The hash of the bytes that it was claimed with before."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """The end of an item that was sent, or that cannot be sent."""

    item: int
    state: State
    detail: str | None = None
    """The error, as JSON."""
    labels: str | None = None
    """The labels, as JSON; of an item that is done."""
    width: int | None = None
    height: int | None = None
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """The limits of a job, over all its runs; None means no limit."""

    max_calls: int | None = None
    max_cost: int | None = None
    """In billionths."""


class Ledger:
    """The ledger of a job that is being worked on. Its methods that change items are operations of its `writer`."""

    def __init__(self, path: str | os.PathLike[str], *, create: bool = False) -> None:
        """Lock a ledger, and settle what an earlier run has left; must be called in a task.

        Raises JobInUseError if another process works on it, and LedgerError if it cannot be read or written.
        """
        self.path = Path(path)
        if not self.path.parent.is_dir() or not create:
            connect(self.path, write=False, create=create).close()  # before a file for the lock is made
        self._lock = FileLock(self.path)
        try:
            self._connection = connect(self.path, write=True, create=create)
            try:
                self._recover()
                self._count()
                self.writer = Writer(self._connection, str(self.path))
            except sqlite3.Error as error:
                raise describe(error, str(self.path)) from error
            except BaseException:
                self._connection.close()
                raise
        except BaseException:
            self._lock.close()
            raise
        self.budget = Budget()
        self.released_duplicates = 0
        """The number of duplicates that are items of their own again, because a file has changed."""

    async def close(self) -> None:
        """Write what was submitted, and release the ledger. Raises LedgerError if it could not all be written."""
        try:
            await self.writer.close()
        finally:
            self._connection.close()
            self._lock.close()

    # The job.

    def job(self) -> Mapping[str, Any]:
        """Return the values that describe the job; empty for a new ledger."""
        return read_job(self._connection)

    def describe_job(self, values: Mapping[str, Any]) -> None:
        """Set values that describe the job."""
        rows = [(name, json.dumps(value)) for name, value in values.items()]
        self._connection.executemany("INSERT OR REPLACE INTO job VALUES(?, ?)", rows)

    # Counts, as of the operations that were executed.

    def counts(self) -> Mapping[State, int]:
        """Return the number of items in each state."""
        return {state: self._counts[state] for state in STATES}

    @property
    def total(self) -> int:
        """The number of items."""
        return self._counts.total()

    @property
    def was_used(self) -> bool:
        """Whether a call was ever booked."""
        return bool(self._connection.execute("SELECT count(*) FROM (SELECT 1 FROM calls LIMIT 1)").fetchone()[0])

    # Operations.

    def index_names(self) -> None:
        """Let every name be an item once."""
        self._connection.execute(NAMES_INDEX)

    def add(self, entries: Sequence[Entry]) -> tuple[int, int]:
        """Add items, except those whose name is indexed and known; return the first id and the number of new ones."""
        rows = [(storable(each.name), each.image and storable(each.image), each.fields) for each in entries]
        before = self._last_id()
        cursor = self._connection.executemany("INSERT OR IGNORE INTO items(name, image, fields) VALUES(?, ?, ?)", rows)
        self._counts["pending"] += cursor.rowcount
        return before + 1, cursor.rowcount

    def claim(self, items: Sequence[tuple[Item, bytes]]) -> set[int]:
        """Claim items with the hash of their bytes; return the ids of duplicates, which are not claimed."""
        found: set[int] = set()
        execute = self._connection.execute
        for item, digest in items:
            if item.digest is not None and item.digest != digest:  # the file has changed since it was put back
                self._release_duplicates(item.digest)
            first = execute(
                "SELECT 1 FROM items WHERE hash = ? AND state <> 'duplicate' AND id <> ?", (digest, item.id)
            ).fetchone()
            state: State = "duplicate" if first else "claimed"
            if first:
                found.add(item.id)
            execute("UPDATE items SET state = ?, hash = ? WHERE id = ?", (state, digest, item.id))
            self._move("pending", state)
        return found

    def send(self, before: State, items: Sequence[int], cost: int) -> int:
        """Book a call with items that are claimed, and return its number. Raises BudgetExhaustedError.

        Items of a call that is sent again are in the state "sent" already.
        """
        budget = self.budget
        if budget.max_calls is not None and self.calls >= budget.max_calls:
            raise BudgetExhaustedError("max_calls")
        if budget.max_cost is not None and self.cost + cost > budget.max_cost:
            raise BudgetExhaustedError("max_cost")
        inserted = self._connection.execute("INSERT INTO calls(cost, billed) VALUES(?, 1)", (cost,))
        number = cast("int", inserted.lastrowid)
        for item in items:
            self._connection.execute("UPDATE items SET state = 'sent', call = ? WHERE id = ?", (number, item))
        self._move(before, "sent", len(items))
        self.calls += 1
        self.cost += cost
        return number

    def settle(self, before: State, settlements: Sequence[Settlement]) -> None:
        """Record what became of items that were in the state `before`."""
        for each in settlements:
            self._connection.execute(
                "UPDATE items SET state = ?, detail = ? WHERE id = ?", (each.state, each.detail, each.item)
            )
            if each.labels is not None:
                row = (each.item, each.labels, each.width, each.height, each.raw)
                self._connection.execute("INSERT OR REPLACE INTO results VALUES(?, ?, ?, ?, ?)", row)
            self._move(before, each.state)

    def time(self, call: int, seconds: float) -> None:
        """Record how long a call took."""
        self._connection.execute("UPDATE calls SET seconds = ? WHERE number = ?", (seconds, call))

    def correct(self, call: int, reserved: int, cost: int | None) -> None:
        """Correct the cost of a call, of which `reserved` was booked; None for a call that is not billed at all."""
        self._connection.execute(
            "UPDATE calls SET cost = ?, billed = ? WHERE number = ?", (cost or 0, cost is not None, call)
        )
        self.cost += (cost or 0) - reserved
        self.calls -= cost is None

    def put_back(self, before: State, items: Sequence[int]) -> None:
        """Make items pending again. They keep their hashes, and so their duplicates."""
        for item in items:
            self._connection.execute("UPDATE items SET state = 'pending', detail = NULL WHERE id = ?", (item,))
        self._move(before, "pending", len(items))

    def release_claims(self) -> None:
        """Make items pending that are claimed."""
        self._connection.execute("UPDATE items SET state = 'pending' WHERE state = 'claimed'")
        self._move("claimed", "pending", self._counts["claimed"])

    def resend_unknown(self) -> int:
        """Make all unknown items pending again, which may pay them twice; return their number."""
        items = self._ids("unknown")
        self.put_back("unknown", items)
        return len(items)

    def give_up_unknown(self) -> int:
        """Make all unknown items failed ones; return their number."""
        items = self._ids("unknown")
        self.settle("unknown", [Settlement(item, "failed", GIVEN_UP) for item in items])
        return len(items)

    def _ids(self, state: State) -> list[int]:
        return [id_ for (id_,) in self._connection.execute("SELECT id FROM items WHERE state = ?", (state,))]

    def _release_duplicates(self, digest: bytes) -> None:
        changed = self._connection.execute(
            "UPDATE items SET state = 'pending', hash = NULL WHERE hash = ? AND state = 'duplicate'", (digest,)
        ).rowcount
        self._move("duplicate", "pending", changed)
        self.released_duplicates += changed

    def _move(self, before: State, after: State, count: int = 1) -> None:
        self._counts[before] -= count
        self._counts[after] += count

    def _last_id(self) -> int:
        (found,) = self._connection.execute("SELECT coalesce(max(id), 0) FROM items").fetchone()
        return int(found)

    def _recover(self) -> None:
        """Settle what an earlier run has left in the states that last only while it runs."""
        execute = self._connection.execute
        execute("BEGIN IMMEDIATE")
        execute("UPDATE items SET state = 'pending' WHERE state = 'claimed'")
        execute("UPDATE items SET state = 'unknown', detail = ? WHERE state = 'sent'", (LOST,))
        execute("COMMIT")

    def _count(self) -> None:
        self._counts = Counter[State](read_counts(self._connection))
        self.calls, self.cost = read_spending(self._connection)


def read_job(connection: sqlite3.Connection) -> Mapping[str, Any]:
    """Return the values that describe a job."""
    return {name: json.loads(value) for name, value in connection.execute("SELECT name, value FROM job")}


def read_counts(connection: sqlite3.Connection) -> Mapping[State, int]:
    """Return the number of items in each state that has any."""
    return dict(connection.execute("SELECT state, count(*) FROM items GROUP BY state"))


def read_spending(connection: sqlite3.Connection) -> tuple[int, int]:
    """Return the number of calls that are, or may be, billed, and their cost in billionths."""
    calls, cost = connection.execute("SELECT count(*), coalesce(sum(cost), 0) FROM calls WHERE billed").fetchone()
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
