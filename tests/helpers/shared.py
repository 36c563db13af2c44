"""Folders that the processes of one run of pytest share."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest


def make_once(request: pytest.FixtureRequest, name: str, make: Callable[[Path], None]) -> Path:
    """Return a folder that `make` fills once, in the process whose test needs it first; the others wait for it."""
    factory: pytest.TempPathFactory = request.getfixturevalue("tmp_path_factory")
    base = factory.getbasetemp()
    folder = (base.parent if hasattr(request.config, "workerinput") else base) / name
    with folder.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not lock.seek(0, os.SEEK_END):
            folder.mkdir()
            make(folder)
            lock.write("made")
    return folder
