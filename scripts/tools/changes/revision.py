"""The files of a revision, read from git."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PARTS = ("specs", "generated", "overlay/visionapis")


class RevisionError(Exception):
    """A revision does not exist or has no contracts."""


def export(root: Path, ref: str, target: Path) -> None:
    """Write the contracts, generated and handwritten clients of a revision to a new folder. Raises RevisionError."""
    if not shutil.which("git"):
        raise RevisionError("git is not on PATH")
    if _git(root, "rev-parse", "--git-dir") is None:
        raise RevisionError(f"{root.name} is not a git checkout")
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    if commit is None:
        raise RevisionError(f"{ref}: unknown revision; `git fetch --tags` brings the tags of the server")
    name = commit.decode().strip()
    # In a checkout inside a larger repository, names are relative to this folder.
    listed = (_git(root, "ls-tree", "--name-only", name, *PARTS) or b"").decode().split()
    archive = _git(root, "archive", "--format=tar", name, *listed) if listed else None
    target.mkdir()
    if archive:
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            files.extractall(target, filter="data")
    check(target, ref)


def check(tree: Path, name: str) -> None:
    """Raise RevisionError when a tree has no contract."""
    if not any(tree.glob("specs/*/openapi.yaml")):
        raise RevisionError(f"{name}: has no contract, specs/<vendor>/openapi.yaml")


def _git(root: Path, *arguments: str) -> bytes | None:
    command = [shutil.which("git") or "git", "-C", str(root), *arguments]
    result = subprocess.run(command, capture_output=True, check=False)
    return result.stdout if result.returncode == 0 else None
