"""Locks of modules that survive a fork."""

from __future__ import annotations

import os
import threading


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
