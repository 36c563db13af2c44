"""Copies of what scripts/regenerate reads and writes, to break at will."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING

from scripts.tools.regenerate.main import main

from .contracts import ROOT

if TYPE_CHECKING:
    from pathlib import Path

VENDORS = {path.parent.name for path in ROOT.glob("specs/*/openapi.yaml")}


def copy_checkout(target: Path, *excluded: str) -> Path:
    """Copy the files that scripts/regenerate reads and writes, without some vendors."""
    for name in ("specs", "scripts", "generated", "overlay"):
        copy_code(name, target, *excluded)
    copy_types(target)
    return target


def copy_code(name: str, target: Path, *excluded: str) -> None:
    """Copy a folder of this checkout into another one, with compiled modules: compiling them again takes seconds."""
    unfinished = "*.pyc.*"  # another process may be about to rename it
    shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns(unfinished, *excluded))


def copy_types(target: Path) -> None:
    """Copy mypy's cache, if there is one: it takes seconds to read the libraries that generated code imports."""
    mypy_cache = ROOT / ".mypy_cache" / "regenerate"
    if mypy_cache.exists():
        shutil.copytree(mypy_cache, target / ".mypy_cache" / "regenerate")


def copy_roboflow(target: Path) -> Path:
    """Copy a checkout with Roboflow as its only vendor."""
    return copy_checkout(target, *VENDORS - {"roboflow"})


def regenerate(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run this project's scripts/regenerate on a checkout, in this process, where the generators are imported once."""
    with redirect_stdout(StringIO()) as stdout, redirect_stderr(StringIO()) as stderr:
        try:
            status = main(arguments, checkout)
        except SystemExit as stop:  # raised by argparse
            status = int(stop.code or 0)
    return subprocess.CompletedProcess(arguments, status, stdout.getvalue(), stderr.getvalue())


def regenerate_in_subprocess(checkout: Path, *arguments: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    """Run the checkout's own module behind scripts/regenerate in a subprocess."""
    return subprocess.run(
        [sys.executable, "-m", "scripts.tools.regenerate.main", *arguments],
        cwd=checkout,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )


def files(checkout: Path, folder: str = "generated") -> dict[str, bytes]:
    """Return the contents of all files below generated/, or another folder."""
    root = checkout / folder
    paths = [path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {str(path.relative_to(root)): path.read_bytes() for path in paths}


def git(root: Path, *arguments: str) -> str:
    """Run git without the settings of this machine and user, and return its output."""
    no_settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    author = ["-c", "user.name=Tester", "-c", "user.email=tester@example.com", "-c", "commit.gpgsign=false"]
    command, environment = ["git", *author, *arguments], os.environ | no_settings
    return subprocess.run(command, cwd=root, check=True, env=environment, stdout=subprocess.PIPE, text=True).stdout


def commit(root: Path, tag: str) -> None:
    """Commit everything and tag it."""
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", tag)
    git(root, "tag", tag)


def link_tools(root: Path) -> None:
    """Link this checkout's installed tools, such as Redocly, into another one."""
    (root / ".venv").symlink_to(ROOT / ".venv")
    (root / ".gitignore").write_text(".venv\n.mypy_cache\n__pycache__\n", encoding="utf-8")
