"""scripts/regenerate that is killed leaves the old files or the new ones, after the next run at the latest."""

from __future__ import annotations

import shutil
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from tests.helpers import kills
from tests.helpers.checkouts import copy_roboflow, files, regenerate

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")

POINTS = 20
FOLDERS = ("generated", "specs")


def held(checkout: Path, *folders: str) -> dict[str, dict[str, bytes]]:
    """The files of some folders, by folder."""
    return {folder: files(checkout, folder) for folder in folders or FOLDERS}


def put(checkout: Path, kept: Path) -> None:
    """Replace the checkout by a copy, including what a killed run left there."""
    for folder in (*FOLDERS, ".regenerate"):
        shutil.rmtree(checkout / folder, ignore_errors=True)
        if (kept / folder).exists():
            shutil.copytree(kept / folder, checkout / folder)


def test_killed_at_many_points(tmp_path: Path) -> None:
    """The next run, which fails because the contract is broken by then, leaves `generated/` whole, old or new."""
    checkout, before, killed = copy_roboflow(tmp_path / "checkout"), tmp_path / "before", tmp_path / "killed"
    regenerate(checkout)
    new = held(checkout)
    page = checkout / "specs" / "EVIDENCE.md"
    page.write_text("Of everything.\n", encoding="utf-8")
    shared = checkout / "generated" / "visionapis_generated" / "operation.py"
    shared.write_text("# An older one.\n", encoding="utf-8")
    (checkout / "generated" / "visionapis_generated" / "older.py").write_text("x = 1\n", encoding="utf-8")
    for folder in FOLDERS:
        shutil.copytree(checkout / folder, before / folder)
    old = held(checkout)
    program = checkout / "program.py"
    program.write_text("from scripts.tools.regenerate.main import main\nraise SystemExit(main())\n")
    contract = checkout / "specs" / "roboflow" / "openapi.yaml"
    text = contract.read_bytes()
    changes = kills.run(checkout, program).stdout.splitlines()
    assert held(checkout) == new

    # Every change of the exchange, and as many others, evenly spread, as are needed.
    first = next(index for index, change in enumerate(changes, 1) if change.startswith("os.rename "))
    last = max(index for index, change in enumerate(changes, 1) if change.startswith("os.rename ")) + 1
    others = [index for index in range(1, len(changes) + 1) if not first <= index <= last]
    missing = max(POINTS - (last - first + 1), 6)
    points = [*range(first, last + 1), *others[:: max(len(others) // missing, 1)][:missing]]
    put(checkout, before)
    kills.record(checkout, program, points=points, kept=killed)
    between = [point for point in points if not (killed / str(point) / "generated").exists()]
    outcomes = []
    for point in points:
        put(checkout, killed / str(point))
        contract.write_text("paths: [", encoding="utf-8")
        failed = regenerate(checkout)
        contract.write_bytes(text)
        assert failed.returncode == 1, failed.stderr
        found = held(checkout)
        for folder in FOLDERS:
            assert found[folder] in (old[folder], new[folder]), changes[point - 1]
        assert not (checkout / ".regenerate").exists()
        outcomes.append(found)

    assert len(outcomes) >= POINTS
    assert old in outcomes
    assert new in outcomes
    # What was kept of the run is what a kill leaves; here it is one between the old folder and the new one.
    put(checkout, before)
    assert kills.run(checkout, program, point=between[0]).returncode == -signal.SIGKILL
    assert held(checkout, *FOLDERS, ".regenerate") == held(killed / str(between[0]), *FOLDERS, ".regenerate")
    assert regenerate(checkout).returncode == 0
    assert held(checkout) == new
