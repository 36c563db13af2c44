"""The new `generated/` in place of the old one, whole or not at all, also when the process is killed.

`.regenerate/` in the checkout holds what is unfinished: `new/`, the files that a run writes, and `old/`, the old
`generated/` once it has been moved out of the way. A run that finds `old/` and no `generated/` moves it back first.
"""

from __future__ import annotations

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
    """Yield an empty folder for new files; runs take turns, and what an earlier one left unfinished is undone first."""
    with _lock(root):
        restore(root)
        new = root / FOLDER / "new"
        new.mkdir(parents=True)
        try:
            yield new
        finally:
            restore(root)


@contextmanager
def _lock(root: Path) -> Iterator[None]:
    """Wait until no other run is in the checkout. The folder itself is locked, so that no lock file is left behind."""
    if not fcntl:
        yield
        return
    folder = os.open(root, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("waiting for another run in this checkout", file=sys.stderr, flush=True)
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def exchange(root: Path, files: list[str]) -> None:
    """Move the new `generated/`, then some files beside it, from the workspace to their places in the checkout."""
    work, generated = root / FOLDER, root / "generated"
    if generated.exists():
        generated.replace(work / "old")
    (work / "new" / "generated").replace(generated)
    for name in files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (work / "new" / name).replace(root / name)


def restore(root: Path) -> None:
    """Move the old `generated/` back if there is no new one, and remove what is left of the run."""
    work, generated = root / FOLDER, root / "generated"
    if (work / "old").exists() and not generated.exists():
        (work / "old").replace(generated)
    if work.exists():
        shutil.rmtree(work)
