"""Programs that are killed just before one of the changes that they make to a folder."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Python itself tells of each change before it is made: the program under test needs no hook of its own.
DRIVER = """
import atexit, os, signal, sys
folder, point, program = sys.argv[1], int(sys.argv[2]), sys.argv[3]
sys.argv = sys.argv[3:]
sys.path.insert(0, os.path.dirname(program))
changes = []
def watch(event, arguments):
    if event in {"os.mkdir", "os.rename", "os.remove", "os.rmdir"}:
        path = str(arguments[0])
        if path.startswith(folder) or not os.path.isabs(path):
            changes.append(event + " " + path)
            if len(changes) == point:
                os.kill(os.getpid(), signal.SIGKILL)
atexit.register(lambda: print(*changes, sep="\\n"))
sys.addaudithook(watch)
with open(program) as file:
    exec(compile(file.read(), program, "exec"), {"__name__": "__main__", "__file__": program})
"""


def run(folder: Path, program: Path, *arguments: str, point: int = 0) -> subprocess.CompletedProcess[str]:
    """Run a Python program; killed before that change, from 1, or left alone, when it ends with a list of them."""
    return subprocess.run(
        [sys.executable, "-c", DRIVER, str(folder), str(point), str(program), *arguments],
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
