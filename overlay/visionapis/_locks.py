"""Locks that survive a fork, or an interrupt."""

from __future__ import annotations

import os
import threading
from queue import SimpleQueue


class ModuleLock:
    """A lock that is open in a forked process, even if a thread of the parent holds it; it is never deleted."""

    def __init__(self) -> None:
        self._renew()
        if hasattr(os, "register_at_fork"):  # not on Windows
            os.register_at_fork(after_in_child=self._renew)

    def _renew(self) -> None:
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()


class InterruptibleLock(SimpleQueue[object]):
    """A lock that is not left locked by an interrupt, wherever it arrives; it holds an item while it is free.

    From Python 3.14 on an interrupt can come between the `__enter__` of a `threading.Lock` and the block.
    """

    def __init__(self) -> None:
        super().__init__()
        self.put(None)

    def __enter__(self) -> None:
        taken: list[object] = []
        try:
            # In one step of C, so that no interrupt comes between taking the item and knowing of it.
            taken.extend(map(self.get, (True,)))
        except BaseException:
            if taken:
                self.put(None)
            raise

    # Of C: an interrupt may come at the beginning of a function of Python. The item is the class of an exception.
    __exit__ = SimpleQueue[object].put
