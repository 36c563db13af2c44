"""The tables of a ledger, and how its file is opened."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Literal, TypeAlias

from .errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

State: TypeAlias = Literal["pending", "claimed", "sent", "done", "refused", "failed", "unknown", "duplicate"]
"""The state of an item.

- `pending`: not sent yet
- `claimed`: read and about to be sent; pending again when the job is resumed
- `sent`: committed before the first byte of the request is sent; unknown when the job is resumed
- `done`: has a result
- `refused`: cannot be classified: the vendor, or already the client, rejected the image
- `failed`: the vendor responded, but with no result; or given up
- `unknown`: sent, without a response; it may have been paid
- `duplicate`: has the bytes of another item, and its result
"""

STATES: tuple[State, ...] = ("pending", "claimed", "sent", "done", "refused", "failed", "unknown", "duplicate")

OPEN: tuple[State, ...] = ("pending", "claimed", "sent")
"""The states of items that are not settled."""

APPLICATION_ID = 0x76_61_62_6B
VERSION = 1

_TABLES = """
CREATE TABLE job(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE items(
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    image TEXT,                -- its path or URL, where the name is not that
    fields TEXT,               -- the other columns of its row, as JSON
    state TEXT NOT NULL DEFAULT 'pending',
    hash BLOB,                 -- SHA-256 of the bytes that were read
    first INTEGER,             -- of a duplicate, the item with the same bytes that is sent
    call INTEGER,              -- the last call that it was sent with
    detail TEXT                -- the error, as JSON
);
CREATE INDEX items_by_first ON items(first) WHERE first IS NOT NULL;
CREATE TABLE calls(
    number INTEGER PRIMARY KEY,
    cost INTEGER NOT NULL,     -- reserved, in billionths of the unit of the price
    billed INTEGER NOT NULL,   -- 0 if the vendor certainly does not bill it
    seconds REAL               -- from the request to the response, if there was a result
);
CREATE TABLE results(
    item INTEGER PRIMARY KEY,
    labels TEXT NOT NULL,      -- as JSON
    width INTEGER,
    height INTEGER,
    raw TEXT                   -- the vendor's response as JSON
);
"""

WAL_PAGES = 1000
"""Pages of the WAL that are written until they are copied to the file of the ledger."""

ERRORS = (sqlite3.Error, UnicodeDecodeError)
"""Exceptions of SQLite: its messages quote damaged text, which may be no UTF-8."""

NAMES_INDEX = "CREATE UNIQUE INDEX IF NOT EXISTS items_by_name ON items(name)"


def connect(path: Path, *, write: bool, create: bool = False) -> sqlite3.Connection:
    """Open a ledger. Raises LedgerError if the file is missing, not a ledger, or cannot be written.

    The connection may be used in any thread, but in one at a time.
    """
    name = str(path)
    if path.is_dir():
        raise LedgerError(f"{name!r} is a folder, not a ledger")
    if not path.exists():
        if not create:
            raise LedgerError(f"there is no ledger {name!r}")
        if not path.parent.is_dir():
            raise LedgerError(f"there is no folder {str(path.parent)!r}")
    elif not path.stat().st_size and not create:
        raise LedgerError(f"{name!r} is not a ledger: it is empty")
    query = "?immutable=1" if not write and _is_immutable(path) else ""
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}{query}", timeout=10.0, isolation_level=None, check_same_thread=False, uri=True
        )
    except sqlite3.Error as error:
        raise LedgerError(f"cannot open {name!r}: {error}") from error
    try:
        _check(connection, name, create=create)
        if write:
            _prepare(connection)
        else:
            connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA cache_size = -16384")  # KiB
    except ERRORS as error:
        connection.close()
        code = getattr(error, "sqlite_errorcode", 0)
        if not write and code & 0xFF in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}:
            hint = f"copy it, and its file {path.name}-wal, to a folder that you can write to"
            raise LedgerError(f"cannot read the ledger {name!r}: its folder is read-only", hint=hint) from error
        raise describe(error, name) from error
    except BaseException:
        connection.close()
        raise
    return connection


def _is_immutable(path: Path) -> bool:
    """Return whether a ledger is all in its file, and in a folder where SQLite cannot make the other files of it."""
    wal = path.with_name(f"{path.name}-wal")
    return not (os.access(path.parent, os.W_OK) or (wal.exists() and wal.stat().st_size))


@contextmanager
def reading(name: str) -> Generator[None]:
    """Raise LedgerError for an error of SQLite, or for a value that is not one that a ledger has, in the block."""
    try:
        yield
    except sqlite3.Error as error:
        raise describe(error, name) from error
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise _corrupted(name) from error


def describe(error: Exception, name: str) -> LedgerError:
    """Return the error of a ledger for an exception, usually one of SQLite."""
    code = getattr(error, "sqlite_errorcode", None)
    kind = None if code is None else code & 0xFF
    if kind == sqlite3.SQLITE_NOTADB:
        return LedgerError(f"{name!r} is not a ledger")
    if kind == sqlite3.SQLITE_CORRUPT or isinstance(error, UnicodeDecodeError):
        return _corrupted(name)
    if kind == sqlite3.SQLITE_READONLY:
        return LedgerError(f"cannot write the ledger {name!r}: it, or its folder, is read-only")
    if kind in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
        hint = "free some space, and resume the job"
        return LedgerError(f"cannot write the ledger {name!r}: {error}", hint=hint)
    return LedgerError(f"cannot use the ledger {name!r}: {error or type(error).__name__}")


def _corrupted(name: str) -> LedgerError:
    return LedgerError(f"the ledger {name!r} is corrupted", hint="restore a copy, with its -wal file")


def _check(connection: sqlite3.Connection, name: str, *, create: bool) -> None:
    """Raise LedgerError unless the file is a ledger, or a new one."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    is_new = not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if application == APPLICATION_ID and not is_new:
        if version > VERSION:
            raise LedgerError(
                f"the ledger {name!r} has version {version}, and this program reads up to {VERSION}",
                hint="upgrade visionapis",
            )
    elif is_new and not create:  # its process ended before it made the tables
        raise LedgerError(f"the ledger {name!r} is empty", hint="begin the job again")
    elif not is_new:
        raise LedgerError(f"{name!r} is an SQLite database, but not a ledger")


def _prepare(connection: sqlite3.Connection) -> None:
    """Make the settings of a writer, and the tables of a new ledger."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # every commit is on the disk when it returns
    connection.execute(f"PRAGMA wal_autocheckpoint = {WAL_PAGES}")
    if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        # In one transaction: a ledger without all of its tables never exists.
        script = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};"
        connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} {script} COMMIT;")
    _extend_wal(connection)


def _extend_wal(connection: sqlite3.Connection) -> None:
    """Give the file of the WAL its final size: a commit that makes a file larger takes several times as long."""
    cached = 100
    size = (WAL_PAGES + cached) * connection.execute("PRAGMA page_size").fetchone()[0]
    connection.execute(f"PRAGMA cache_size = {cached}")  # pages that do not fit are written before the rollback
    connection.execute("BEGIN IMMEDIATE")
    with suppress(sqlite3.OperationalError):  # of a disk that is nearly full
        connection.execute("INSERT INTO job VALUES('', zeroblob(?))", (size,))
    if connection.in_transaction:
        connection.execute("ROLLBACK")
