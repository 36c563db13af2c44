"""The environment that scripts run in: `.venv`, made on first use and repaired when it no longer fits this checkout.

With `--python`, that of another Python beside it, such as `.venv-3.13`. This file imports only the standard library and
loads in Python 3.7, so that a Python that is too old can say so.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.tools.interpreters import describe, find

if TYPE_CHECKING:
    from scripts.tools.interpreters import Interpreter

if sys.platform != "win32":
    import fcntl

ROOT = Path(__file__).resolve().parents[2]
CONSTRAINTS = ROOT / "scripts" / "constraints.txt"

# By verb: the package with its extras, and a dependency group of pyproject.toml.
REQUIREMENTS = {
    "benchmark": (".[aiohttp,cli,testing]", "benchmark"),
    "changes": (".", "changes"),
    "demo": (".[compare,testing]", "demo"),
    "new-vendor": (".", "generate"),
    "regenerate": (".", "generate"),
    "test": (".[aiohttp,cli,testing,conformance]", "dev"),
    "upstream": (".", "generate"),
}


def run(verb: str) -> None:
    """Run `scripts/tools/<verb>/main.py` with the arguments of this process, apart from `--python`.

    It runs in `.venv`, or in `.venv-3.13` if `--python` names a Python 3.13, as do the scripts that it starts there.
    """
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--python")
    options, sys.argv[1:] = parser.parse_known_args()
    interpreter = find(options.python) if options.python else None
    if options.python and not interpreter:
        sys.exit(f"Python {options.python} was not found")
    prefix = Path(sys.prefix).resolve()
    if interpreter:
        folder = ROOT / ".venv-{}.{}".format(*interpreter.version)
    else:
        folder = prefix if prefix.parent == ROOT and prefix.name.startswith(".venv-") else ROOT / ".venv"
    environment = Environment(folder, interpreter)
    if not environment.ready(verb):
        version = interpreter.version if interpreter else sys.version_info[:3]
        if version < (3, 11):
            text = ".".join(map(str, version))
            sys.exit(f"Python 3.11 or newer is needed; this is {text}. Try: {sys.argv[0]} --python 3.11")
        environment.prepare(verb)
    if prefix != folder.resolve():
        command = [str(environment.python), *sys.argv]
        if sys.platform == "win32":  # os.execv returns to the shell at once there
            sys.exit(subprocess.call(command))
        os.execv(command[0], command)
    try:
        runpy.run_module(f"scripts.tools.{verb.replace('-', '_')}.main", run_name="__main__", alter_sys=True)
    except ModuleNotFoundError as error:
        if str(error.name).partition(".")[0] in ("scripts", "tests", "None"):
            raise
        sys.exit(f"{folder.name} has no module {error.name}: delete {folder.name}, and run this again")


def _pins() -> str:
    """Return a digest of the files that decide what is installed."""
    files = (ROOT / "pyproject.toml", CONSTRAINTS, Path(__file__))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


class Environment:
    """A virtual environment of this checkout, and the stamp in it of what it was prepared for."""

    def __init__(self, folder: Path, interpreter: Interpreter | None) -> None:
        """Describe the environment in a folder, of an interpreter: by default of the one that first prepares it."""
        self.python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        self._folder = folder
        self._interpreter = interpreter
        self._stamp_file = folder / "stamp.txt"

    def _place(self) -> str:
        """Return a text that changes when the checkout moves or the Python behind it is replaced or removed."""
        return f"{self._folder} {self.python.resolve()} {self.python.exists()}"

    def _stamp(self) -> list[str]:
        """Return the place, the pins and the verbs that it was prepared for; nothing if an installation failed."""
        return self._stamp_file.read_text(encoding="utf-8").splitlines() if self._stamp_file.exists() else []

    def _fits(self) -> bool:
        """Return whether it was made here, and of the interpreter."""
        if self._stamp()[:1] != [self._place()]:
            return False
        return self._interpreter is None or describe(str(self.python)) == self._interpreter

    def ready(self, verb: str) -> bool:
        """Return whether all that a verb needs is installed."""
        stamp = self._stamp()
        return self._fits() and stamp[1:2] == [_pins()] and verb in stamp[2:]

    def prepare(self, verb: str) -> None:
        """Install what a verb needs; of several scripts started at once, one does so while the others wait."""
        with Path(__file__).open("ab") as lock:
            if sys.platform != "win32":
                fcntl.flock(lock, fcntl.LOCK_EX)
            if self.ready(verb):
                return
            name = self._folder.name
            print(f"Preparing {name} for scripts/{verb}; the first time takes about a minute ...", file=sys.stderr)
            stamp, pins, (project, group) = self._stamp(), _pins(), REQUIREMENTS[verb]
            pip = [str(self.python), "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input", "install"]
            pip += [f"--constraint={CONSTRAINTS}", f"--build-constraint={CONSTRAINTS}"]
            # pip first: the one that comes with Python 3.11 does not know --group.
            steps = [[*pip[:-1], "--upgrade", "pip"], [*pip, f"--editable={project}", f"--group={group}"]]
            if not self._fits():
                if self._folder.exists():
                    shutil.rmtree(self._folder)
                # Not sys.executable, which may be the Python that was just removed.
                base = getattr(sys, "_base_executable", sys.executable)
                base = self._interpreter.path if self._interpreter else base
                steps.insert(0, [base, "-m", "venv", str(self._folder)])
            if self._stamp_file.exists():
                self._stamp_file.unlink()
            for step in steps:
                done = subprocess.run(step, cwd=ROOT, stderr=subprocess.PIPE, encoding="utf-8", check=False)
                if done.returncode:
                    lines = [line for line in done.stderr.splitlines() if line.strip()]
                    said = [line for line in lines if line.startswith("ERROR:")] or lines
                    words = said[-1].partition("ERROR: ")[2] or said[-1] if said else " ".join(step)
                    remedy = "is the package index reachable, and is there space on the disk?"
                    sys.exit(f"{name} could not be made (exit status {done.returncode}): {words}; {remedy}")
            verbs = stamp[2:] if stamp[1:2] == [pins] else []
            self._stamp_file.write_text("\n".join([self._place(), pins, *verbs, verb]), encoding="utf-8")
