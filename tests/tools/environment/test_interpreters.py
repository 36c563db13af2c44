"""Other Pythons are found by path, by name and by version, on PATH and where pyenv keeps them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scripts.tools.interpreters import Interpreter, describe, find

ROOT = Path(__file__).resolve().parents[3]
REAL = Interpreter(sys.version_info[:3], str(Path(sys.executable).resolve()))


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with Python 3.12.4 on PATH, shims of pyenv that run nothing, and 3.9.18, 3.13.0, 3.13.12 in pyenv."""
    programs = {f".pyenv/versions/{version}/bin/python": version for version in ("3.9.18", "3.13.0", "3.13.12")}
    programs |= {".pyenv/versions/3.13.13t/bin/python": "3.13.13", "bin/python3.12": "3.12.4", "bin/other": "3.14.0"}
    programs |= {f".pyenv/shims/python{version}": "" for version in ("3", "3.9", "3.13")}
    for name, version in programs.items():
        program = tmp_path / name
        program.parent.mkdir(parents=True, exist_ok=True)
        prints = f"echo {version.replace('.', ' ')} {program}" if version else "exit 127"
        program.write_text(f"#!/bin/sh\n{prints}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / '.pyenv/shims'}:{tmp_path / 'bin'}")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("PYENV_ROOT", raising=False)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "program"),
    [
        ("3.12", "bin/python3.12"),
        ("python3.12", "bin/python3.12"),
        ("3.13", ".pyenv/versions/3.13.12/bin/python"),
        ("3.13.0", ".pyenv/versions/3.13.0/bin/python"),
        ("3.9", ".pyenv/versions/3.9.18/bin/python"),
        ("3", ".pyenv/versions/3.13.12/bin/python"),
        ("other", "bin/other"),
        ("3.1", None),
        ("3.13.1", None),
        ("3.15", None),
        ("missing", None),
    ],
)
def test_pythons_are_found(machine: Path, name: str, program: str | None) -> None:
    """The newest Python of a version is found; a version is compared by its parts, not as text."""
    found = find(name)

    assert (found and found.path) == (program and str(machine / program))


def test_path_of_an_environment_is_its_interpreter() -> None:
    """A path finds the interpreter itself, also from within an environment; other programs are no Python."""
    assert find(sys.executable) == describe(REAL.path) == REAL
    assert find("/bin/true") is None


def test_path_is_printed() -> None:
    """The module prints the path of a Python, or exits with status 1 and says that there is none."""
    for name, expected in ((sys.executable, (0, f"{REAL.path}\n", "")), ("9.9", (1, "", "Python 9.9 was not found\n"))):
        command = [sys.executable, "-m", "scripts.tools.interpreters", name]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
        assert (done.returncode, done.stdout, done.stderr) == expected
