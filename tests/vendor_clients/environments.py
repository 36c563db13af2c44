"""Environments of the vendors' own clients: made once, and made anew when their pins change."""

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
"""Not every client runs in newer ones."""


class UnavailableError(Exception):
    """The environment cannot be made on this machine, for a reason that lies outside this project."""


def ready(folder: Path, pins: Path) -> Path:
    """Return the Python of the environment in ``folder``, which holds what the file ``pins`` lists and nothing else.

    Raises UnavailableError without Python 3.11 or a package index.
    """
    python, stamp = folder / "bin" / "python", folder / "pins.txt"
    folder.parent.mkdir(exist_ok=True)
    with pins.open("ab") as lock:  # the list itself, so that no lock file lies about
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (python.exists() and stamp.exists() and stamp.read_bytes() == pins.read_bytes()):
            shutil.rmtree(folder, ignore_errors=True)
            _run(_suitable_python(), "-m", "venv", "--without-pip", folder)
            _install(python, pins)
            shutil.copyfile(pins, stamp)  # last: what a killed installation left has no stamp
    return python


def _suitable_python() -> str:
    if sys.version.startswith(f"{VERSION}."):
        return sys.executable
    for folder in os.get_exec_path():
        python = shutil.which(f"python{VERSION}", path=folder)
        if python and subprocess.run([python, "-c", "import venv"], capture_output=True, check=False).returncode == 0:
            return python
    raise UnavailableError(f"no Python {VERSION} was found: install one, and put python{VERSION} on PATH")


def _install(python: Path, pins: Path) -> None:
    # Wheels alone: building one would bring tools that nothing pins.
    options = ("--no-deps", "--only-binary=:all:", "--no-input", "--no-compile", "--quiet", "--retries=2")
    try:
        _run(sys.executable, "-m", "pip", "--python", python, "install", *options, "--requirement", pins)
    except subprocess.CalledProcessError as error:
        missing = [line for line in error.stdout.splitlines() if "(from versions: none)" in line]
        if not missing:
            raise
        problem = "no package index could be reached, or it has no wheel for this machine"
        raise UnavailableError(f"{problem}: {missing[0]}") from error


def _run(*command: str | Path) -> None:
    """Run a step, and show what it printed if it fails."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    try:
        subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=True
        )
    except subprocess.CalledProcessError as error:
        error.add_note(error.stdout)
        raise
