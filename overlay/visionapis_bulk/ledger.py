"""The ledger of a job: what becomes of each item, committed before and after each request."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from .errors import BulkError
from .fingerprints import Fingerprints
from .lock import FileLock
from .queries import read_begun_job, read_counts, read_spending, storable, stored
from .records import GIVEN_UP, LOST, Budget, Settlement
from .schema import NAMES_INDEX, OPEN, STATES, State, connect, reading
from .writer import Writer

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping, Sequence

    from .records import Changes, Entry, Item


class BudgetExhaustedError(BulkError):
    """A call would exceed the limit of calls or of money; it was not booked."""

    def __init__(self, limit: str) -> None:
        super().__init__(f"{limit} is reached")
        self.limit = limit


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
                with reading(str(self.path)):
                    self._recover()
                    self._count()
                self.writer = Writer(self._connection, str(self.path), self._commit)
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

    def _commit(self) -> None:
        """Commit the open transaction, in a thread."""
        self._connection.commit()

    # The job.

    def job(self) -> Mapping[str, Any]:
        """Return the values that describe the job; empty for a new ledger. Raises LedgerError."""
        with reading(str(self.path)):
            return read_begun_job(self._connection)

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
        """Whether a call was ever booked. Raises LedgerError."""
        with reading(str(self.path)):
            return self._connection.execute("SELECT 1 FROM calls LIMIT 1").fetchone() is not None

    def spending(self, first: int, last: int) -> tuple[int, int]:
        """Return the number and the cost of the calls from one number to another, as far as they may be billed."""
        return read_spending(self._connection, first, last)

    def name_of(self, item: int) -> str:
        """Return the name of an item."""
        return stored(self._connection.execute("SELECT name FROM items WHERE id = ?", (item,)).fetchone()[0])

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
        duplicates: set[int] = set()
        for item, digest in items:
            if item.digest is not None and item.digest != digest:  # the file has changed since it was put back
                self._release(item)
            first = self._find_first(item, digest)
            state: State = "claimed" if first is None else "duplicate"
            if first is not None:
                duplicates.add(item.id)
            elif item.digest != digest:
                self._fingerprints.add(item.id, digest)
            self._connection.execute(
                "UPDATE items SET state = ?, hash = ?, first = ? WHERE id = ?", (state, digest, first, item.id)
            )
            self._move("pending", state)
        return duplicates

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

    def clear(self) -> None:
        """Delete all items, of which none was sent."""
        self._connection.execute("DELETE FROM items")
        self._counts.clear()

    def merge(self, changes: Changes) -> list[tuple[int, State]]:
        """Apply the changes of another ledger that has some of the items; return those that they settle."""
        execute, settled = self._connection.execute, list[tuple[int, State]]()
        for item, state, digest, *others in changes.items:
            (before,) = execute("SELECT state FROM items WHERE id = ?", (item,)).fetchone()
            row = (state, bytes.fromhex(digest) if digest else None, *others, item)
            execute("UPDATE items SET state = ?, hash = ?, first = ?, call = ?, detail = ? WHERE id = ?", row)
            self._move(before, state)
            if state != before and state not in OPEN:
                settled.append((item, state))
        self._connection.executemany("INSERT OR REPLACE INTO results VALUES(?, ?, ?, ?, ?)", changes.results)
        for number, cost, billed, seconds in changes.calls:
            known = execute("SELECT cost, billed FROM calls WHERE number = ?", (number,)).fetchone() or (0, 0)
            execute("INSERT OR REPLACE INTO calls VALUES(?, ?, ?, ?)", (number, cost, billed, seconds))
            self.cost += cost - known[0]
            self.calls += billed - known[1]
        return settled

    def settle_lost(self, is_lost: Callable[[str], bool]) -> None:
        """Settle what a lost worker has left, as `_recover` does: the open items whose image `is_lost`."""
        query = "SELECT id, coalesce(image, name) FROM items WHERE state = ?"

        def find(state: State) -> list[int]:
            return [item for item, image in self._connection.execute(query, (state,)) if is_lost(stored(image))]

        self.put_back("claimed", find("claimed"))
        self.settle("sent", [Settlement(item, "unknown", LOST) for item in find("sent")])

    def resend(self, state: State) -> int:
        """Make all items pending again that are unknown or failed, which may pay them twice; return their number."""
        items = self._ids(state)
        self.put_back(state, items)
        return len(items)

    def give_up_unknown(self) -> int:
        """Make all unknown items failed ones; return their number."""
        items = self._ids("unknown")
        self.settle("unknown", [Settlement(item, "failed", GIVEN_UP) for item in items])
        return len(items)

    def _ids(self, state: State) -> list[int]:
        return [id_ for (id_,) in self._connection.execute("SELECT id FROM items WHERE state = ?", (state,))]

    def _find_first(self, item: Item, digest: bytes) -> int | None:
        """Return the other item with these bytes that was claimed before, if there is one."""
        for found in self._fingerprints.find(digest):
            if found != item.id and self._connection.execute(
                "SELECT hash FROM items WHERE id = ?", (found,)
            ).fetchone() == (digest,):
                return found
        return None

    def _release(self, item: Item) -> None:
        """Forget the bytes that an item had, and make those pending that are duplicates of them."""
        if item.digest is not None:
            self._fingerprints.remove(item.id, item.digest)
        changed = self._connection.execute(
            "UPDATE items SET state = 'pending', hash = NULL, first = NULL WHERE first = ?", (item.id,)
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
        query = "SELECT id, hash FROM items WHERE hash IS NOT NULL AND first IS NULL"
        self._fingerprints = Fingerprints(self._connection.execute(query))
