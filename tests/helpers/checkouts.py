"""Copies of what regeneration reads and writes, to break at will."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING

from scripts.tools.regenerate import main as regeneration

from .contracts import ROOT

if TYPE_CHECKING:
    from pathlib import Path

VENDORS = {path.parent.name for path in ROOT.glob("specs/*/openapi.yaml")}


def copy(target: Path, *left_out: str) -> Path:
    """What regeneration reads and writes, without some vendors."""
    for name in ("specs", "scripts", "generated"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__", *left_out))
    known = ROOT / ".mypy_cache" / "regenerate"
    if known.exists():  # of the libraries, whose types take seconds to read
        shutil.copytree(known, target / ".mypy_cache" / "regenerate")
    return target


def one_vendor(target: Path) -> Path:
    """A copy with Roboflow alone."""
    return copy(target, *VENDORS - {"roboflow"})


def regenerate(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run scripts/regenerate of this project on a checkout, in this process: the generators are imported once."""
    with redirect_stdout(StringIO()) as stdout, redirect_stderr(StringIO()) as stderr:
        try:
            status = regeneration.main(arguments, checkout)
        except SystemExit as refused:  # of the arguments
            status = int(refused.code or 0)
    return subprocess.CompletedProcess(arguments, status, stdout.getvalue(), stderr.getvalue())


def regenerate_apart(checkout: Path, *arguments: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    """Run the checkout's own module behind scripts/regenerate, in a process."""
    return subprocess.run(
        [sys.executable, str(checkout / "scripts" / "tools" / "regenerate" / "main.py"), *arguments],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )


def files(checkout: Path, folder: str = "generated") -> dict[str, bytes]:
    """Everything below generated/, or another folder."""
    root = checkout / folder
    paths = [path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {str(path.relative_to(root)): path.read_bytes() for path in paths}


def git(root: Path, *arguments: str) -> str:
    """What git prints, apart from the settings of this machine and of whoever runs the tests."""
    apart = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = ["-c", "user.name=Tester", "-c", "user.email=tester@example.com", "-c", "commit.gpgsign=false"]
    command, environment = ["git", *who, *arguments], os.environ | apart
    return subprocess.run(command, cwd=root, check=True, env=environment, stdout=subprocess.PIPE, text=True).stdout


def commit(root: Path, tag: str) -> None:
    """Commit everything and tag it."""
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", tag)
    git(root, "tag", tag)


def link_tools(root: Path) -> None:
    """Let a checkout use what is installed below this one: Redocly."""
    (root / ".venv").symlink_to(ROOT / ".venv")
    (root / ".gitignore").write_text(".venv\n.mypy_cache\n__pycache__\n", encoding="utf-8")
