"""Locks that threads of the parent held when a process was forked, in which these threads do not exist.

Most modules are imported on first use, within a call: https://github.com/python/cpython/issues/82904
"""

from __future__ import annotations

import sys
import threading
from functools import cached_property
from importlib import _bootstrap  # private, and the only way to its locks
from typing import Any

_PACKAGES = ("visionapis", "visionapis_generated")


def release_inherited_locks() -> None:
    """Let a forked process import again what another thread was importing, and compute what it was computing."""
    _release_imports(getattr(_bootstrap, "_module_locks", {}))
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in _PACKAGES:
            for each in list(vars(module).values()):
                if isinstance(each, type) and each.__module__.partition(".")[0] in _PACKAGES:
                    _release_properties(each)


def _release_imports(locks: dict[str, Any]) -> None:
    """Forget the locks of this package's modules, and of all that a thread imported for one of them."""
    current = threading.get_ident()
    held: dict[str, int | None] = {name: getattr(reference(), "owner", None) for name, reference in locks.items()}
    ours = [name for name, owner in held.items() if name.partition(".")[0] in _PACKAGES and owner != current]
    threads = {held[name] for name in ours} - {None}
    for name in {*ours, *(name for name, owner in held.items() if owner in threads)}:
        locks.pop(name, None)
        if getattr(getattr(sys.modules.get(name), "__spec__", None), "_initializing", False):
            del sys.modules[name]


def _release_properties(owner: type) -> None:
    for value in list(vars(owner).values()):
        each: Any = value
        if isinstance(value, cached_property) and hasattr(each, "lock"):  # before Python 3.12
            each.lock = threading.RLock()
