"""The new `generated/` takes the place of the old one whole, or not at all."""

from __future__ import annotations

import shutil
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from scripts.tools.regenerate.transaction import FOLDER, exchange, restore, workspace
from tests.helpers import kills
from tests.helpers.contracts import ROOT

if TYPE_CHECKING:
    from pathlib import Path

Tree = dict[str, str]

OLD = {"generated/a": "old", "generated/only_old": "old", "specs/page": "old"}
NEW = {"generated/a": "new", "generated/only_new": "new", "specs/page": "new", "specs/vendor/first": "new"}
FILES = ["specs/page", "specs/vendor/first"]

EXCHANGE = f"""
import pathlib, sys
sys.path.insert(0, {str(ROOT)!r})
from scripts.tools.regenerate.transaction import exchange, workspace
root = pathlib.Path(sys.argv[1])
with workspace(root) as new:
    for name, text in {NEW!r}.items():
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        (new / name).write_text(text)
    exchange(root, {FILES!r})
"""

RECOVERY = f"""
import pathlib, sys
sys.path.insert(0, {str(ROOT)!r})
from scripts.tools.regenerate.transaction import restore
restore(pathlib.Path(sys.argv[1]))
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")


def put(root: Path, tree: Tree) -> Path:
    """Replace the content of a folder by some files."""
    shutil.rmtree(root, ignore_errors=True)
    for name, text in tree.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def held(root: Path) -> Tree:
    """Return the files of a folder."""
    return {path.relative_to(root).as_posix(): path.read_text() for path in root.rglob("*") if path.is_file()}


def generated(tree: Tree) -> Tree:
    """The files below `generated/`."""
    return {name: text for name, text in tree.items() if name.startswith("generated/")}


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Programs to run: one exchanges the old tree for the new one, one restores as the next run does."""
    folder = tmp_path_factory.mktemp("programs")
    for name, text in (("exchange", EXCHANGE), ("recovery", RECOVERY)):
        (folder / name).write_text(text)
    return {path.name: path for path in folder.iterdir()}


def test_exchange(tmp_path: Path) -> None:
    """After an exchange the new files are in place, and nothing else."""
    root = put(tmp_path / "root", OLD)
    with workspace(root) as new:
        put(new, NEW)
        exchange(root, FILES)

    assert held(root) == NEW


def test_killed_anywhere(tmp_path: Path, programs: dict[str, Path]) -> None:
    """Killed before any of its changes, and again before any of the recovery, it leaves `generated/` old or new."""
    root, first, second = tmp_path / "root", tmp_path / "first", tmp_path / "second"
    changes = kills.record(put(root, OLD), programs["exchange"], str(root), kept=first)
    outcomes = []
    for point, change in enumerate(changes, 1):
        killed = kills.run(put(root, OLD), programs["exchange"], str(root), point=point)
        assert killed.returncode == -signal.SIGKILL, change
        # What was kept of the run is what a kill leaves; so of the recovery one run will do.
        assert held(root) == held(first / str(point)), change
        undoes = (root / FOLDER / "old").exists()
        steps = kills.record(root, programs["recovery"], str(root), kept=second)
        whole = held(root)
        assert generated(whole) in (generated(OLD), generated(NEW)), change
        assert all(whole.get(name) in (OLD.get(name), NEW[name]) for name in FILES), change
        outcomes.append(whole)
        for number, step in enumerate(steps if undoes else [], 1):
            shutil.rmtree(root)
            shutil.copytree(second / str(number), root)
            restore(root)
            assert held(root) == whole, f"{change}, then {step}"

    assert len(outcomes) >= 15
    assert OLD in outcomes
    assert NEW in outcomes


def test_failed_exchange_is_undone(tmp_path: Path) -> None:
    """When the new folder cannot be moved, here because it was never made, the old one stays."""
    root = put(tmp_path / "root", OLD)
    incomplete = {name: text for name, text in NEW.items() if not name.startswith("generated")}

    def attempt() -> None:
        with workspace(root) as new:
            put(new, incomplete)
            exchange(root, FILES)

    with pytest.raises(FileNotFoundError):
        attempt()
    assert held(root) == OLD


def test_leftovers_are_cleaned_up(tmp_path: Path) -> None:
    """Files that a killed run left are removed when the next one starts."""
    root = put(tmp_path / "root", {**OLD, f"{FOLDER}/new/generated/half": "x", f"{FOLDER}/old/a": "older"})
    with workspace(root) as new:
        assert list(new.iterdir()) == []

    assert held(root) == OLD


def test_one_run_at_a_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second run in the same checkout reports that it waits, and does; one in another checkout does not wait."""
    root, other = put(tmp_path / "root", OLD), put(tmp_path / "other", OLD)

    def enter(checkout: Path) -> list[Path]:
        with workspace(checkout) as new:
            return list(new.iterdir())

    with ThreadPoolExecutor() as pool:
        with workspace(root) as new:
            (new / "half").touch()
            assert pool.submit(enter, other).result(timeout=10) == []
            assert capsys.readouterr().err == ""
            second = pool.submit(enter, root)
            said = ""
            while not (said or second.done()):
                said = capsys.readouterr().err
            assert said == "waiting for another run in this checkout\n"
            assert not second.done()
        assert second.result(timeout=10) == []
