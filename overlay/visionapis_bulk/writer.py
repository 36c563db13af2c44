"""Writes to a ledger from many tasks, and commits what they write together."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple, Unpack

from .errors import BulkError, LedgerError
from .schema import describe

if TYPE_CHECKING:
    from collections.abc import Callable

Arguments = TypeVarTuple("Arguments")
T = TypeVar("T")

LINGER = 0.05
"""Seconds until what nobody waits for is committed."""

_Operation = tuple["Callable[..., Any]", tuple[Any, ...], "asyncio.Future[Any] | None", bool]
_Outcome = tuple["asyncio.Future[Any]", Any]


class Writer:
    """Executes operations one after the other, in the order in which they were submitted, in transactions.

    Operations are executed in the event loop, where they take microseconds. A transaction is committed in a thread, as
    soon as somebody waits for that, else after `LINGER` seconds; operations that come meanwhile are of the next ones.
    After an error of the database nothing more is written, and every later operation raises the same error.
    """

    def __init__(self, connection: sqlite3.Connection, name: str, end: Callable[[], None]) -> None:
        """Make a writer for the running event loop; `end` commits a transaction, and errors call the file `name`."""
        self._connection = connection
        self._end = end
        self._name = name
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[_Operation] = deque()
        """Operations of the next transactions."""
        self._executed: list[_Outcome] = []
        """Outcomes of the open transaction that are told when it is committed."""
        self._timer: asyncio.TimerHandle | None = None
        self._starting = False
        self._committing = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="visionapis-ledger")
        self.max_group = sys.maxsize
        """The number of operations of a transaction that somebody waits for, at most."""
        self.commit_time = 0.0
        """Seconds that the last commit took."""
        self.error: LedgerError | None = None

    def durable(self, operation: Callable[[Unpack[Arguments]], T], *args: *Arguments) -> asyncio.Future[T]:
        """Execute an operation; its result is there when it is on the disk."""
        return self._submit(operation, args, early=False)

    def ordered(self, operation: Callable[[Unpack[Arguments]], T], *args: *Arguments) -> asyncio.Future[T]:
        """Execute an operation; its result is there when it is executed, perhaps before it is on the disk."""
        return self._submit(operation, args, early=True)

    def post(self, operation: Callable[[Unpack[Arguments]], object], *args: *Arguments) -> None:
        """Execute an operation whose result nobody waits for; its error is that of every later operation."""
        self._add((operation, args, None, True))

    async def close(self) -> None:
        """Write what was submitted. Raises LedgerError if not everything could be written."""
        with suppress(LedgerError):  # the first one is raised below
            await self.durable(int)
        self._thread.shutdown()
        if self.error:
            raise self.error

    def _submit(self, operation: Callable[..., T], args: tuple[Any, ...], *, early: bool) -> asyncio.Future[T]:
        future: asyncio.Future[T] = self._loop.create_future()
        self._add((operation, args, future, early))
        return future

    def _add(self, operation: _Operation) -> None:
        self._waiting.append(operation)
        if not self._committing:
            self._execute_waiting()
            self._schedule()

    def _execute_waiting(self) -> None:
        while self._waiting and len(self._executed) < self.max_group:
            self._execute(self._waiting.popleft())

    def _execute(self, operation: _Operation) -> None:
        function, args, future, early = operation
        result: object = self.error
        if self.error is None:
            try:
                if not self._connection.in_transaction:
                    self._connection.execute("BEGIN IMMEDIATE")
                result = function(*args)
            except Exception as error:  # noqa: BLE001  (nobody may wait for a result that never comes)
                result = error
                if isinstance(error, LedgerError) or not isinstance(error, BulkError):
                    result = self._fail(error)
        if future and (early or isinstance(result, BulkError)):
            _resolve(future, result)
        elif future:
            self._executed.append((future, result))

    def _schedule(self) -> None:
        """Let the open transaction be committed: soon if somebody waits for it."""
        if self._executed:
            self._start()
        elif self._connection.in_transaction and not self._timer and not self._starting:
            self._timer = self._loop.call_later(LINGER, self._start)

    def _start(self) -> None:
        """Let the open transaction be committed when what is ready to run has added to it."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if not self._starting and self._connection.in_transaction:
            self._starting = True
            self._loop.call_soon(self._begin)

    def _begin(self) -> None:
        self._starting, self._committing = False, self._connection.in_transaction
        if self._committing:
            self._thread.submit(self._commit)

    def _commit(self) -> None:
        """Commit the open transaction, in a thread."""
        error: Exception | None = None
        start = time.monotonic()
        try:
            self._end()
        except Exception as caught:  # noqa: BLE001  (see above)
            error = caught
        self.commit_time = time.monotonic() - start
        self._loop.call_soon_threadsafe(self._conclude, error)

    def _conclude(self, error: Exception | None) -> None:
        """Tell those who wait for the transaction, and execute what came meanwhile."""
        self._committing = False
        executed, self._executed = self._executed, []
        failure = error and self._fail(error)
        for future, result in executed:
            _resolve(future, failure or result)
        self._execute_waiting()
        self._schedule()

    def _fail(self, error: Exception) -> LedgerError:
        """Note an error of the database, and give up the open transaction."""
        failure = self.error = error if isinstance(error, LedgerError) else describe(error, self._name)
        if self._connection.in_transaction:
            with suppress(sqlite3.Error):
                self._connection.rollback()
        executed, self._executed = self._executed, []
        for future, _ in executed:
            _resolve(future, failure)
        return failure


def _resolve(future: asyncio.Future[Any], result: object) -> None:
    if future.done():
        return
    if isinstance(result, BulkError):
        future.set_exception(result)
    else:
        future.set_result(result)
