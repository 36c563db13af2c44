"""Values that belong to one event loop: connections and semaphores of async clients."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, ParamSpec, TypeVar

from visionapis._locks import InterruptibleLock
from visionapis.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")


def running_loop() -> asyncio.AbstractEventLoop:
    """Return the event loop of the current task. Raises ConfigurationError without asyncio, as under trio."""
    try:
        # In trio's guest mode a loop is running, but the current task is not asyncio's.
        if asyncio.current_task() is not None:
            return asyncio.get_running_loop()
    except RuntimeError:
        pass
    raise ConfigurationError(
        "async clients require a task of asyncio, and none is running",
        hint="call them within asyncio.run, or use the sync client in a thread",
    )


async def run_in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return the result of a function that takes long. Raises ConfigurationError without asyncio."""
    running_loop()
    return await asyncio.to_thread(function, *args, **kwargs)


class PerLoop(Generic[T]):
    """A value for each event loop that asks for one."""

    def __init__(self, make: Callable[[], T], leave: Callable[[T], None] | None = None) -> None:
        """Make values with `make`, and pass each one whose loop is closed to `leave`, from any thread."""
        self._make = make
        self._leave = leave
        self._values: dict[asyncio.AbstractEventLoop, T] = {}
        self._lock = InterruptibleLock()

    def get(self) -> T:
        """Return the value of the running event loop. Raises ConfigurationError without one."""
        loop = running_loop()
        try:
            return self._values[loop]
        except KeyError:
            return self._add(loop)

    def pop_all(self) -> list[tuple[asyncio.AbstractEventLoop, T]]:
        """Remove and return the values of all loops that are not closed."""
        with self._lock:
            self._drop_closed()
            values, self._values = self._values, {}
        return list(values.items())

    def _add(self, loop: asyncio.AbstractEventLoop) -> T:
        with self._lock:
            self._drop_closed()
            value = self._values[loop] = self._make()
        return value

    def _drop_closed(self) -> None:
        for loop in [loop for loop in self._values if loop.is_closed()]:
            value = self._values.pop(loop)
            if self._leave:
                self._leave(value)
