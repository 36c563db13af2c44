"""The environment that scripts run in: `.venv`, made on first use and repaired when it no longer fits this checkout.

This file imports only the standard library and loads in Python 3.7, so that a Python that is too old can say so.
"""

from __future__ import annotations

import hashlib
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

if sys.platform != "win32":
    import fcntl

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
STAMP = VENV / "stamp.txt"
CONSTRAINTS = ROOT / "scripts" / "constraints.txt"

# By verb: the package with its extras, and a dependency group of pyproject.toml.
REQUIREMENTS = {
    "benchmark": (".[aiohttp,cli,testing]", "benchmark"),
    "changes": (".", "changes"),
    "demo": (".[cli,testing]", "demo"),
    "regenerate": (".", "generate"),
    "test": (".[aiohttp,cli,testing,conformance]", "dev"),
    "upstream": (".", "generate"),
}


def run(verb: str) -> None:
    """Run `scripts/tools/<verb>/main.py` in `.venv` with the arguments of this process."""
    if not _ready(verb):
        if sys.version_info < (3, 11):
            sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Try: python3.11 {sys.argv[0]}")
        _prepare(verb)
    if Path(sys.prefix).resolve() != VENV.resolve():
        command = [str(PYTHON), *sys.argv]
        if sys.platform == "win32":  # os.execv returns to the shell at once there
            sys.exit(subprocess.call(command))
        os.execv(command[0], command)
    runpy.run_module(f"scripts.tools.{verb}.main", run_name="__main__", alter_sys=True)


def _place() -> str:
    """Return a text that changes when the checkout moves or the Python behind `.venv` is replaced or removed."""
    return f"{VENV} {PYTHON.resolve()} {PYTHON.exists()}"


def _pins() -> str:
    """Return a digest of the files that decide what is installed."""
    files = (ROOT / "pyproject.toml", CONSTRAINTS, Path(__file__))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _stamp() -> list[str]:
    """Return the place, the pins and the verbs that `.venv` was prepared for; nothing if an installation failed."""
    return STAMP.read_text(encoding="utf-8").splitlines() if STAMP.exists() else []


def _ready(verb: str) -> bool:
    stamp = _stamp()
    return stamp[:2] == [_place(), _pins()] and verb in stamp[2:]


def _prepare(verb: str) -> None:
    """Install what a verb needs; of several scripts started at once, one does so while the others wait."""
    with Path(__file__).open("ab") as lock:
        if sys.platform != "win32":
            fcntl.flock(lock, fcntl.LOCK_EX)
        if _ready(verb):
            return
        print(f"Preparing .venv for scripts/{verb}; the first time takes about a minute ...", file=sys.stderr)
        stamp, pins, (project, group) = _stamp(), _pins(), REQUIREMENTS[verb]
        pip = [str(PYTHON), "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input", "install"]
        pip += [f"--constraint={CONSTRAINTS}", f"--build-constraint={CONSTRAINTS}"]
        # pip first: the one that comes with Python 3.11 does not know --group.
        steps = [[*pip[:-1], "--upgrade", "pip"], [*pip, f"--editable={project}", f"--group={group}"]]
        if stamp[:1] != [_place()]:
            if VENV.exists():
                shutil.rmtree(VENV)
            # Not sys.executable, which may be the Python that was just removed.
            steps.insert(0, [getattr(sys, "_base_executable", sys.executable), "-m", "venv", str(VENV)])
        STAMP.unlink(missing_ok=True)
        for step in steps:
            status = subprocess.call(step, cwd=ROOT)
            if status:
                sys.exit(f"The environment could not be made: exit status {status} of {' '.join(step)}")
        verbs = stamp[2:] if stamp[1:2] == [pins] else []
        STAMP.write_text("\n".join([_place(), pins, *verbs, verb]), encoding="utf-8")
