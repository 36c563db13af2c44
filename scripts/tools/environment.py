"""The environment that every script of this checkout runs in: `.venv`, made and repaired on first use.

Standard library only. This file has to load in Pythons older than the project supports, to say so or to find a newer
one: hence the quoted annotations.
"""

import hashlib
import json
import os
import runpy
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

try:
    import fcntl
except ImportError:  # Windows: two scripts started at once are not kept apart there
    fcntl = None  # type: ignore[assignment]  # a module has no type that None belongs to

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import NoReturn

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "visionapis.json"
CONSTRAINTS = ROOT / "scripts" / "constraints.txt"


def run(verb: str, *, groups: "Sequence[str]" = (), extras: "Sequence[str]" = ()) -> None:
    """Run `scripts/tools/<verb>/main.py` in `.venv` with this process's arguments; groups and extras are installed first.

    Ends the process, with the reason on stderr, when the environment cannot be made.
    """
    project = f".[{','.join(extras)}]" if extras else "."
    parts = [f"--editable={project}", *(f"--group={group}" for group in groups)]  # as pip takes them
    if not _ready(parts):
        _move_to_a_suitable_python()
        try:
            with _lock():
                if not _ready(parts):
                    _install(parts)
        except KeyboardInterrupt:
            sys.exit(130)
    if Path(sys.prefix).resolve() != VENV.resolve():
        _become(str(PYTHON), str(ROOT / "scripts" / verb), *sys.argv[1:])
    sys.path[0] = str(ROOT)
    runpy.run_module(f"scripts.tools.{verb}.main", run_name="__main__", alter_sys=True)


def _become(*command: str) -> "NoReturn":
    if os.name == "nt":  # exec on Windows returns to the shell before the new process has ended
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


def _move_to_a_suitable_python() -> None:
    """Starts the script again in the newest suitable Python on PATH, unless the running one is suitable."""
    if _suits(sys.executable, "ensurepip"):
        return
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        python = shutil.which(name)
        if python and _suits(python, "ensurepip"):
            _become(python, *sys.argv)
    if sys.version_info >= (3, 11):
        sys.exit("This Python cannot make environments: it has no ensurepip (on Debian: apt install python3-venv).")
    sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}, and PATH holds no newer one.")


def _suits(python: "str | Path", module: str) -> bool:
    """Whether that Python runs, is recent enough and has the module."""
    probe = f"import sys, {module}; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.call([str(python), "-c", probe], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


@contextmanager
def _lock() -> "Iterator[None]":
    """Held by the one script that changes `.venv`; the locked file is this one, so that no lock file lies about."""
    with Path(__file__).open("ab") as file:
        if fcntl:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                _say("Another script is preparing .venv; waiting for it ...")
                fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _read() -> "dict[str, Any]":
    """The stamp: where the environment stands, from which pins it was installed, and which parts it has."""
    try:
        return json.loads(STAMP.read_text(encoding="utf-8"))  # type: ignore[no-any-return]  # written by _write
    except (OSError, ValueError):
        return {}


def _write(**stamp: Any) -> None:
    new = STAMP.with_suffix(".new")
    new.write_text(json.dumps(stamp), encoding="utf-8")
    new.replace(STAMP)


def _place() -> str:
    """Changes when the checkout moves or the Python under `.venv` is replaced: the environment is then of no use."""
    return f"{VENV} {PYTHON.resolve()}"


def _pins() -> str:
    return hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + CONSTRAINTS.read_bytes()).hexdigest()


def _ready(parts: "list[str]") -> bool:
    stamp = _read()
    return (
        PYTHON.exists()
        and stamp.get("place") == _place()
        and stamp.get("pins") == _pins()
        and parts in stamp["installed"]
    )


def _install(parts: "list[str]") -> None:
    stamp, pins = _read(), _pins()
    # While something is installed the stamp names no place: what a killed installation left is not to be trusted.
    moved = bool(stamp) and stamp.get("place") != _place()
    if moved or not _suits(PYTHON, "pip"):
        stamp = {}
        _say(f"Making .venv with Python {sys.version.split()[0]} ...")
        shutil.rmtree(VENV, ignore_errors=True)
        VENV.mkdir()
        _write(installing=parts)
        # Not sys.executable, which may be the Python of the environment that has just been removed.
        _carry_out(getattr(sys, "_base_executable", sys.executable), "-m", "venv", str(VENV))
    _write(installing=parts)
    _say(f"Installing what {Path(sys.argv[0]).name} needs into .venv; the first time this takes about a minute ...")
    pip = (str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "-c", str(CONSTRAINTS))
    _carry_out(*pip, "--upgrade", "pip")  # the pip that comes with Python 3.11 does not know dependency groups
    _carry_out(*pip, "--build-constraint", str(CONSTRAINTS), *parts)
    others = stamp["installed"] if stamp.get("pins") == pins else []
    _write(place=_place(), pins=pins, installed=[*others, parts])


def _carry_out(*command: str) -> None:
    """Runs a step of the installation: its latest line on a terminal, all that it printed when it fails."""
    width = shutil.get_terminal_size().columns - 1
    lines = []
    step = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors="replace")
    with step:
        for line in step.stdout or ():
            lines.append(line)
            if sys.stderr.isatty():
                print(f"\r{line.strip()[:width]:{width}}\r", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print(f"\r{'':{width}}\r", end="", file=sys.stderr, flush=True)
    if step.returncode:
        STAMP.unlink()
        sys.exit(f"{''.join(lines)}\nThe environment could not be made: the step above ended with {step.returncode}.")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
