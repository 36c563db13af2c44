"""Programs that are killed just before one of their changes to a folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# Audit hooks report each change before it is made, so the program under test needs no hook of its own.
DRIVER = """
import atexit, json, os, shutil, signal, sys
folder, kill, keep, kept, program = *json.loads(sys.argv[1]), sys.argv[2]
sys.argv = sys.argv[2:]
sys.path.insert(0, os.path.dirname(program))
excluded = shutil.ignore_patterns("__pycache__", ".mypy_cache", "scripts")
changes = []
def record(event, arguments):
    if event in {"os.mkdir", "os.rename", "os.remove", "os.rmdir"}:
        path = str(arguments[0])
        if path.startswith(folder) or not os.path.isabs(path):
            changes.append(event + " " + path)
            if len(changes) == kill:
                os.kill(os.getpid(), signal.SIGKILL)
            if kept and (not keep or len(changes) in keep):
                shutil.copytree(folder, os.path.join(kept, str(len(changes))), ignore=excluded)
atexit.register(lambda: [print(change) for change in changes])
sys.addaudithook(record)
with open(program) as file:
    exec(compile(file.read(), program, "exec"), {"__name__": "__main__", "__file__": program})
"""


def run(folder: Path, program: Path, *arguments: str, point: int = 0) -> subprocess.CompletedProcess[str]:
    """Run a Python program and kill it before change number `point`; 0 lets it finish and print its changes."""
    return _drive(folder, program, arguments, kill=point)


def record(folder: Path, program: Path, *arguments: str, kept: Path, points: Sequence[int] = ()) -> list[str]:
    """Run a Python program to its end and return its changes.

    For each of `points`, or all, `kept/<point>` is a copy of the folder as a kill at that point leaves it.
    """
    shutil.rmtree(kept, ignore_errors=True)
    return _drive(folder, program, arguments, keep=points, kept=str(kept)).stdout.splitlines()


def _drive(
    folder: Path,
    program: Path,
    arguments: Sequence[str],
    *,
    kill: int = 0,
    keep: Sequence[int] = (),
    kept: str = "",
) -> subprocess.CompletedProcess[str]:
    settings = json.dumps([str(folder), kill, keep, kept])
    return subprocess.run(
        [sys.executable, "-c", DRIVER, settings, str(program), *arguments],
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
