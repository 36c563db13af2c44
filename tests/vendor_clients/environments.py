"""Virtual environments of the vendors' clients: created once, and again when their pins change."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

VERSION = "3.11"
"""The newest version in which every client runs."""


class UnavailableError(Exception):
    """The environment cannot be created on this machine: Python or the package index is missing."""


def environment_python(folder: Path, pins: Path) -> Path:
    """Return the Python of the environment in ``folder``, created with exactly the packages of the file ``pins``.

    Raises UnavailableError without Python 3.11 or a package index.
    """
    python, stamp = folder / "bin" / "python", folder / "pins.txt"
    folder.parent.mkdir(exist_ok=True)
    with pins.open("ab") as lock:  # the pins themselves are locked, which needs no lock file
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (python.exists() and stamp.exists() and stamp.read_bytes() == pins.read_bytes()):
            shutil.rmtree(folder, ignore_errors=True)
            _run(_suitable_python(), "-m", "venv", "--without-pip", folder)
            _install(python, pins)
            shutil.copyfile(pins, stamp)  # last, so that an interrupted installation has no stamp
    return python


def _suitable_python() -> str:
    if sys.version.startswith(f"{VERSION}."):
        return sys.executable
    for folder in os.get_exec_path():
        python = shutil.which(f"python{VERSION}", path=folder)
        if python and subprocess.run([python, "-c", "import venv"], capture_output=True, check=False).returncode == 0:
            return python
    raise UnavailableError(f"python{VERSION} was not found on PATH")


def _install(python: Path, pins: Path) -> None:
    # Only wheels: building one would use tools that are not pinned.
    options = ("--no-deps", "--only-binary=:all:", "--no-input", "--no-compile", "--quiet", "--retries=2")
    try:
        _run(sys.executable, "-m", "pip", "--python", python, "install", *options, "--requirement", pins)
    except subprocess.CalledProcessError as error:
        missing = [line for line in error.stdout.splitlines() if "(from versions: none)" in line]
        if not missing:
            raise
        problem = "the package index cannot be reached or has no wheel for this machine"
        raise UnavailableError(f"{problem}: {missing[0]}") from error


def _run(*command: str | Path) -> None:
    """Run a command. If it fails, its output is a note of the exception."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    try:
        subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=True
        )
    except subprocess.CalledProcessError as error:
        error.add_note(error.stdout)
        raise
