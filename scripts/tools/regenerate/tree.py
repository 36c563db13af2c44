"""The generated tree: formatting, stamping, importing, type-checking and comparing."""

from __future__ import annotations

import difflib
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from .contract import ContractError

if TYPE_CHECKING:
    from pathlib import Path

STAMP = "# Generated from {source} by scripts/regenerate. Do not edit.\n"

# Without parent configuration and default rules, which would change the output from outside. git ignores the folder in
# which the tree is made.
SAME = ["--isolated", "--no-cache", "--no-respect-gitignore"]
LINT = ["check", *SAME, "--fix-only", "--select=F,I", "--target-version=py311"]
FORMAT = ["format", *SAME, "--line-length=120", "--target-version=py311"]


class ProgramError(Exception):
    """A program that is part of the generation could not do its work, whatever the contracts say."""

    def __init__(self, command: list[str], result: subprocess.CompletedProcess[str]) -> None:
        lines = [line.strip() for line in (result.stderr or result.stdout).splitlines() if line.strip()]
        words = lines[-1] if lines else "no output"
        super().__init__(
            f"{command[2]} could not run (exit status {result.returncode}): {words}; nothing was written. "
            "Is there space on the disk? If the environment is damaged, delete .venv, and run this again"
        )


IMPORT_ALL = """
import importlib, pathlib, sys
root = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(root))
sys.dont_write_bytecode = True
for path in sorted(root.rglob("*.py")):
    name = ".".join(path.relative_to(root).with_suffix("").parts)
    importlib.import_module(name.removesuffix(".__init__"))
"""


def finish(root: Path) -> None:
    """Format and stamp every file below `root`."""
    for arguments in (LINT, FORMAT):
        _run([sys.executable, "-m", "ruff", *arguments, str(root)], root)
    for path in root.rglob("*"):
        if path.suffix == ".py" or path.name == "py.typed":
            parts = path.relative_to(root).parts
            source = f"specs/{parts[1]}/openapi.yaml" if len(parts) > 2 else "specs"
            path.write_text(STAMP.format(source=source) + path.read_text(encoding="utf-8"), encoding="utf-8")


def import_all(root: Path) -> None:
    """Import every module.

    Raises ContractError when one fails to import: the generators do not notice that.
    """
    _run([sys.executable, "-c", IMPORT_ALL, str(root)], root)


def check_types(root: Path, cache: Path) -> None:
    """Raise ContractError when mypy finds an error; `cache` keeps what it knows of unchanged modules."""
    packages = [f"--package={package.name}" for package in sorted(root.iterdir()) if package.is_dir()]
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={cache}", "--no-error-summary"]
    _run([*command, *packages], root, {"MYPYPATH": str(root)})


def difference(old: Path, new: Path, *, strays: bool = True) -> str:
    """Return a unified diff of two trees; empty when they are equal byte for byte.

    Without `strays`, files that only the old tree has are ignored.
    """
    before, after = _files(old), _files(new)
    lines: list[str] = []
    for name in sorted(before.keys() | after.keys() if strays else after.keys()):
        if before.get(name) != after.get(name):
            texts = (side.get(name, b"").decode(errors="replace") for side in (before, after))
            left, right = (text.splitlines(keepends=True) for text in texts)
            lines.append(f"{'differs' if name in before and name in after else 'only in one tree'}: {name}\n")
            lines += difflib.unified_diff(left, right, f"{old.name}/{name}", f"{old.name}/{name}, generated")
    return "".join(lines)


def differing(old: Path, new: Path) -> list[str]:
    """Return the paths of files in the new tree that the old one lacks or that differ in it."""
    before = _files(old)
    return sorted(name for name, content in _files(new).items() if before.get(name) != content)


def _files(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def _run(command: list[str], root: Path, environment: dict[str, str] | None = None) -> None:
    environment = {**os.environ, **(environment or {})}
    result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root, env=environment)
    if result.returncode not in {0, 1} and "Failed to parse" not in result.stderr:  # 1: there are findings
        raise ProgramError(command, result)
    if result.returncode:
        output = (result.stderr or result.stdout).strip().replace(f"{root}/", "")
        raise ContractError(f"the generated code has errors; nothing was written:\n{output}")
