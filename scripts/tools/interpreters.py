"""Other Pythons of this machine, by path or version. `python -m scripts.tools.interpreters 3.13` prints one's path.

This file imports only the standard library and loads in Python 3.7, like `environment.py`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# The interpreter behind an environment, or this one itself.
_DESCRIBE = """
import os, sys
print(*sys.version_info[:3], os.path.realpath(getattr(sys, "_base_executable", sys.executable)))
"""


class Interpreter(NamedTuple):
    """A Python that is no environment."""

    version: tuple[int, int, int]
    path: str


def find(name: str) -> Interpreter | None:
    """Return the Python at a path, or the newest one of a version such as 3.13 or 3.13.0; None if there is none.

    A version is looked for on PATH and below `~/.pyenv/versions`: the shims of pyenv run only the versions that are
    selected.
    """
    match = re.fullmatch(r"(?:python)?(\d+(?:\.\d+)*)", name)
    if not match:
        program = shutil.which(name)
        return describe(program) if program else None
    version = tuple(map(int, match[1].split(".")))
    found = filter(None, map(describe, _candidates(".".join(map(str, version[:2])))))
    return max((each for each in found if each.version[: len(version)] == version), default=None)


def describe(program: str) -> Interpreter | None:
    """Return the interpreter that a program runs in; None if the program is no Python."""
    try:
        command = [program, "-I", "-c", _DESCRIBE]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None
    match = re.fullmatch(r"(\d+) (\d+) (\d+) (.+)\n", done.stdout)
    return Interpreter((int(match[1]), int(match[2]), int(match[3])), match[4]) if match else None


def _candidates(version: str) -> Iterator[str]:
    for folder in os.get_exec_path():
        program = shutil.which(f"python{version}", path=folder)
        if program:
            yield program
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from map(str, pyenv.glob(f"versions/{version}.*[0-9]/bin/python"))


if __name__ == "__main__":
    interpreter = find(sys.argv[1])
    sys.exit(f"Python {sys.argv[1]} was not found") if interpreter is None else print(interpreter.path)
