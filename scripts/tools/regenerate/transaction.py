"""New files put in the place of old ones, all or none, also when the process is killed half-way.

`.regenerate/` in the checkout holds what is unfinished:

    new/       what a run makes; worthless once that run has ended
    backup/    from the first rename to the last one: `names.json`, what is exchanged, and `old/`, what was there before

Renaming `backup` away ends the exchange. A run that finds one puts the old files back before anything else.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

try:
    import fcntl
except ImportError:  # Windows: two runs at once are not kept apart there
    fcntl = None  # type: ignore[assignment]  # a module has no type that None belongs to

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDER = ".regenerate"


@contextmanager
def workspace(root: Path) -> Iterator[Path]:
    """An empty folder to make new files in, one run at a time; what an earlier run left unfinished is undone first."""
    with _lock(root):
        recover(root)
        new = root / FOLDER / "new"
        new.mkdir(parents=True)
        try:
            yield new
        finally:
            recover(root)


@contextmanager
def _lock(root: Path) -> Iterator[None]:
    """Held by the one run that changes the checkout; the folder itself is locked, so that no lock file lies about."""
    if not fcntl:
        yield
        return
    folder = os.open(root, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("another run is under way; waiting for it", file=sys.stderr, flush=True)
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def exchange(root: Path, names: list[str]) -> None:
    """Move files and folders from the workspace to the same place in the checkout."""
    work = root / FOLDER
    backup = work / "backup"
    opening = work / "opening"
    opening.mkdir()
    existed = {name: (root / name).exists() for name in names}
    (opening / "names.json").write_text(json.dumps(existed), encoding="utf-8")
    opening.replace(backup)
    for name in names:
        if existed[name]:
            old = backup / "old" / name
            old.parent.mkdir(parents=True, exist_ok=True)
            (root / name).replace(old)
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (work / "new" / name).replace(root / name)
    backup.replace(work / "replaced")


def recover(root: Path) -> None:
    """Undo an exchange that did not end, and remove what is left of its run.

    Killed in its turn, it does the rest the next time.
    """
    work = root / FOLDER
    backup = work / "backup"
    if backup.exists():
        for name, existed in json.loads((backup / "names.json").read_text(encoding="utf-8")).items():
            old = backup / "old" / name
            if old.exists() or not existed:
                _remove(root / name)
            if old.exists():
                old.replace(root / name)
        backup.replace(work / "restored")
    if work.exists():
        shutil.rmtree(work)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
