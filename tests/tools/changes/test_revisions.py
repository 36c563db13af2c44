"""scripts/changes reads other revisions from git, and names what it cannot read."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.checkouts import commit, git, link_tools

ROOT = Path(__file__).resolve().parents[3]
CONTRACT = Path("specs/roboflow/openapi.yaml")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A git repository with this project's scripts: tag `empty` has no contract, tag `v1` has Roboflow's."""
    root = tmp_path / "checkout"
    shutil.copytree(ROOT / "scripts", root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    git(root, "init", "--quiet")
    commit(root, "empty")
    (root / CONTRACT).parent.mkdir(parents=True)
    shutil.copy(ROOT / CONTRACT, root / CONTRACT)
    client = Path("generated/visionapis_generated/roboflow")
    shutil.copytree(ROOT / client, root / client, ignore=shutil.ignore_patterns("__pycache__"))
    commit(root, "v1")
    return root


def run(root: Path, *arguments: str, **environment: str) -> tuple[int, str, str]:
    """Return the exit status, the page and the errors of scripts/changes in a checkout."""
    command = [sys.executable, "-m", "scripts.tools.changes.main", *arguments]
    result = subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=False, env=os.environ | environment
    )
    return result.returncode, result.stdout, result.stderr


def test_edit_against_tag(checkout: Path) -> None:
    """A call that now bills, in the files as they are: breaking, against the tag and against HEAD."""
    text = (checkout / CONTRACT).read_text(encoding="utf-8")
    (checkout / CONTRACT).write_text(text.replace("x-effect: [billable]", "x-effect: [billable, mutating]", 1))
    link_tools(checkout)
    status, page, errors = run(checkout, "--against", "v1")

    assert (status, errors) == (0, "")
    assert page.startswith("# Changes from v1 to the working tree\n\nVersion step: **major**.")
    assert "- breaking: `x-effect`: `mutating` added" in page
    assert run(checkout)[1] == page.replace("from v1", "from HEAD")


def test_two_revisions(checkout: Path) -> None:
    """With --revision the working tree is not read; two equal revisions have no change."""
    (checkout / CONTRACT).unlink()
    status, page, errors = run(checkout, "--against", "v1", "--revision", "HEAD")

    assert (status, errors) == (0, "")
    assert "Version step: **none**" in page


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--against", "v9"], "v9: unknown revision"),
        (["--against=--all"], "--all: unknown revision"),
        (["--against", "empty"], "empty: has no contract"),
        (["--against", "v1", "--revision", "empty"], "empty: has no contract"),
    ],
)
def test_nothing_to_compare_with(checkout: Path, arguments: list[str], words: str) -> None:
    """A revision that does not exist or has no contract is named on stderr, and no page is printed."""
    status, page, errors = run(checkout, *arguments)

    assert (status, page) == (2, "")
    assert errors.startswith(words)
    assert len(errors.splitlines()) == 1


def test_no_git(checkout: Path, tmp_path: Path) -> None:
    """A missing git, and a folder that is not a checkout, are named on stderr."""
    status, page, errors = run(checkout, PATH=str(tmp_path))
    shutil.rmtree(checkout / ".git")
    outside = run(checkout, GIT_CEILING_DIRECTORIES=str(checkout.parent))

    assert (status, page) == (2, "")
    assert errors == "git is not on PATH\n"
    assert outside == (2, "", "checkout is not a git checkout\n")


def test_broken_contract(checkout: Path) -> None:
    """A contract that is not YAML is named with its line."""
    (checkout / CONTRACT).write_text("paths: [", encoding="utf-8")
    status, page, errors = run(checkout)

    assert (status, page) == (2, "")
    assert errors.startswith("specs/roboflow/openapi.yaml:2: #: not YAML")
