"""Writes to a ledger from many tasks, and commits what they write together."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple, Unpack

from .errors import BulkError, LedgerError
from .schema import describe

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

Arguments = TypeVarTuple("Arguments")
T = TypeVar("T")

_Operation = tuple["Callable[..., Any]", tuple[Any, ...], "asyncio.Future[Any] | None", bool]


class Writer:
    """Executes operations one after the other, in the order in which they were submitted, in groups.

    A group is a transaction. Its operations are executed in the event loop, where they take microseconds; it is
    committed in a thread, and the operations of the next group gather meanwhile. After an error of the database nothing
    more is written, and every later operation raises the same error.
    """

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        """Make a writer for the running event loop; errors call the file `name`."""
        self._connection = connection
        self._name = name
        self._loop = asyncio.get_running_loop()
        self._waiting: list[_Operation] = []
        self._task: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="visionapis-ledger")
        self.error: LedgerError | None = None

    async def durable(self, operation: Callable[[Unpack[Arguments]], T], *args: *Arguments) -> T:
        """Execute an operation, and return its result when it is on the disk."""
        return await self._submit(operation, args, early=False)

    async def ordered(self, operation: Callable[[Unpack[Arguments]], T], *args: *Arguments) -> T:
        """Execute an operation, and return its result when it is executed, perhaps before it is on the disk."""
        return await self._submit(operation, args, early=True)

    def post(self, operation: Callable[[Unpack[Arguments]], object], *args: *Arguments) -> None:
        """Execute an operation whose result nobody waits for; its error is that of every later operation."""
        self._add((operation, args, None, False))

    async def close(self) -> None:
        """Write what was submitted. Raises LedgerError if not everything could be written."""
        while self._task:
            await asyncio.wait([self._task])
        self._thread.shutdown()
        if self.error:
            raise self.error

    async def _submit(self, operation: Callable[..., T], args: tuple[Any, ...], *, early: bool) -> T:
        future: asyncio.Future[T] = self._loop.create_future()
        self._add((operation, args, future, early))
        return await future

    def _add(self, operation: _Operation) -> None:
        self._waiting.append(operation)
        if self._task is None:
            self._task = self._loop.create_task(self._run())

    async def _run(self) -> None:
        """Write groups until no operation waits."""
        try:
            while self._waiting:
                group, self._waiting = self._waiting, []
                await self._write(group)
        finally:
            self._task = None

    async def _write(self, group: list[_Operation]) -> None:
        results: list[tuple[asyncio.Future[Any], Any]] = []
        try:
            if self.error:
                raise self.error
            self._connection.execute("BEGIN IMMEDIATE")
            for function, args, future, early in group:
                try:
                    result = function(*args)
                except LedgerError:
                    raise
                except BulkError as error:  # of this operation alone, which wrote nothing
                    result = error
                if future and early:
                    _resolve(future, result)
                elif future:
                    results.append((future, result))
            await self._loop.run_in_executor(self._thread, self._connection.commit)
        except Exception as error:  # noqa: BLE001  (nobody may wait for a result that never comes)
            self.error = error if isinstance(error, LedgerError) else describe(error, self._name)
            if self._connection.in_transaction:
                self._connection.rollback()
            results = [(future, self.error) for _, _, future, _ in group if future and not future.done()]
        _resolve_all(results)


def _resolve_all(results: Iterable[tuple[asyncio.Future[Any], Any]]) -> None:
    for future, result in results:
        _resolve(future, result)


def _resolve(future: asyncio.Future[Any], result: object) -> None:
    if future.cancelled():
        return
    if isinstance(result, BulkError):
        future.set_exception(result)
    else:
        future.set_result(result)
