"""The generated tree: formatted, stamped, imported, compared, and put into place."""

from __future__ import annotations

import difflib
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from .contract import ContractError

if TYPE_CHECKING:
    from pathlib import Path

STAMP = "# Generated from {source} by scripts/regenerate. Do not edit.\n"

# No parent configuration and no default rules: both would let the output change by itself.
LINT = ["check", "--isolated", "--no-cache", "--quiet", "--fix-only", "--select=F,I", "--target-version=py311"]
FORMAT = ["format", "--isolated", "--no-cache", "--quiet", "--line-length=120", "--target-version=py311"]

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
    """Format and stamp every file below `root`, and import every module.

    Raises ContractError when a module does not import: the generators end well on output that does not.
    """
    for package in root.iterdir():
        (package / "py.typed").write_text("")
    for arguments in (LINT, FORMAT):
        _run([sys.executable, "-m", "ruff", *arguments, str(root)])
    for path in root.rglob("*"):
        if path.suffix == ".py" or path.name == "py.typed":
            parts = path.relative_to(root).parts
            source = f"specs/{parts[1]}/openapi.yaml" if len(parts) > 2 else "specs"
            path.write_text(STAMP.format(source=source) + path.read_text(encoding="utf-8"), encoding="utf-8")
    _run([sys.executable, "-c", IMPORT_ALL, str(root)])


def difference(old: Path, new: Path, *, strays: bool = True) -> str:
    """A unified diff of two trees; empty when they are equal byte for byte.

    Without `strays`, files that the new tree lacks are no difference.
    """
    before, after = _files(old), _files(new)
    lines: list[str] = []
    for name in sorted(before.keys() | after.keys() if strays else after.keys()):
        if before.get(name) != after.get(name):
            texts = (side.get(name, b"").decode(errors="replace") for side in (before, after))
            left, right = (text.splitlines(keepends=True) for text in texts)
            lines.append(f"{'differs' if name in before and name in after else 'missing or left over'}: {name}\n")
            lines += difflib.unified_diff(left, right, f"{old.name}/{name}", f"{old.name}/{name}, made again")
    return "".join(lines)


def replace(old: Path, new: Path) -> None:
    """Put the new tree in the place of the old one."""
    if difference(old, new):
        backup = new.with_name("replaced")
        if old.exists():
            old.replace(backup)
        new.replace(old)
        shutil.rmtree(backup, ignore_errors=True)


def update(old: Path, new: Path) -> None:
    """Put the files of the new tree that differ into the old one, among what else it holds."""
    before = _files(old)
    for name, content in _files(new).items():
        if before.get(name) != content:
            (new / name).replace(old / name)


def _files(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def _run(command: list[str]) -> None:
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        raise ContractError(f"the generated code is not sound: {(result.stderr or result.stdout).strip()}")
