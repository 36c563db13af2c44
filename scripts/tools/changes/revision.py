"""The files of a revision, as git has them."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PARTS = ("specs", "generated")


class RevisionError(Exception):
    """There is no such revision, or nothing in it to compare; the message says what to do."""


def export(root: Path, ref: str, target: Path) -> None:
    """Write contracts and generated clients of a revision into a new folder. Raises RevisionError."""
    if not shutil.which("git"):
        raise RevisionError("git is needed to read another revision, and PATH holds none: install it")
    if _git(root, "rev-parse", "--git-dir") is None:
        raise RevisionError(f"{root.name} is no git checkout: there is no other revision to compare with; clone it")
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    if commit is None:
        raise RevisionError(
            f"{ref}: git knows no such revision; `git tag` and `git log` list those it knows, "
            "and `git fetch --tags` brings those of the server"
        )
    name = commit.decode().strip()
    # In a checkout that is part of a larger repository, the names are those below this folder.
    listed = _git(root, "ls-tree", "--name-only", name, *PARTS) or b""
    parts = [part for part in PARTS if part in listed.decode().split()]
    archive = _git(root, "archive", "--format=tar", name, *parts) if parts else None
    target.mkdir()
    if archive:
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            files.extractall(target, filter="data")
    check(target, ref)


def check(tree: Path, name: str) -> None:
    """Raises RevisionError when a tree holds no contract."""
    if not any(tree.glob("specs/*/openapi.yaml")):
        raise RevisionError(f"{name}: holds no contract, specs/<vendor>/openapi.yaml: name a later revision")


def _git(root: Path, *arguments: str) -> bytes | None:
    result = subprocess.run(
        [shutil.which("git") or "git", "-C", str(root), *arguments], capture_output=True, check=False
    )
    return result.stdout if result.returncode == 0 else None
