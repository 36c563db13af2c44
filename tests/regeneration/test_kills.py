"""Regeneration that is killed leaves the old files or the new ones, after the next run at the latest."""

from __future__ import annotations

import shutil
import signal
import sys
from typing import TYPE_CHECKING

import pytest
from support import kills
from support.checkouts import files, one_vendor, regenerate

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")

POINTS = 20
FOLDERS = ("generated", "specs")


def held(checkout: Path) -> dict[str, dict[str, bytes]]:
    """What regeneration writes to."""
    return {folder: files(checkout, folder) for folder in FOLDERS}


def put(checkout: Path, kept: Path) -> None:
    """Make the checkout hold what was kept, and nothing of a killed run."""
    for folder in FOLDERS:
        shutil.rmtree(checkout / folder, ignore_errors=True)
        shutil.copytree(kept / folder, checkout / folder)
    shutil.rmtree(checkout / ".regenerate", ignore_errors=True)


def test_killed_at_many_points(tmp_path: Path) -> None:
    """A next run that can make nothing, as the contract is broken by then, finds one tree whole or puts it back."""
    checkout, kept = one_vendor(tmp_path / "checkout"), tmp_path / "kept"
    regenerate(checkout)
    new = held(checkout)
    page = checkout / "specs" / "EVIDENCE.md"
    page.write_text("Of everything.\n", encoding="utf-8")
    shared = checkout / "generated" / "visionapis_generated" / "operation.py"
    shared.write_text("# An older one.\n", encoding="utf-8")
    (checkout / "generated" / "visionapis_generated" / "older.py").write_text("x = 1\n", encoding="utf-8")
    for folder in FOLDERS:
        shutil.copytree(checkout / folder, kept / folder)
    old = held(checkout)
    program = checkout / "scripts" / "regeneration.py"
    contract = checkout / "specs" / "roboflow" / "openapi.yaml"
    text = contract.read_bytes()
    changes = kills.run(checkout, program).stdout.splitlines()
    assert held(checkout) == new

    # Every change of the exchange, and as many others, evenly spread, as are needed.
    first = next(index for index, change in enumerate(changes, 1) if change.endswith(".regenerate/opening"))
    last = next(
        index for index, change in enumerate(changes, 1) if change.endswith(".regenerate/backup") and index > first + 1
    )
    others = [index for index in range(1, len(changes) + 1) if not first <= index <= last]
    missing = max(POINTS - (last - first + 1), 6)
    points = [*range(first, last + 1), *others[:: max(len(others) // missing, 1)][:missing]]
    between = set()
    outcomes = []
    for point in points:
        put(checkout, kept)
        killed = kills.run(checkout, program, point=point)
        assert killed.returncode == -signal.SIGKILL, changes[point - 1]
        between.add((checkout / "generated").exists())
        contract.write_text("paths: [", encoding="utf-8")
        refused = regenerate(checkout)
        contract.write_bytes(text)
        assert refused.returncode == 1, refused.stderr
        found = held(checkout)
        assert found in (old, new), changes[point - 1]
        assert not (checkout / ".regenerate").exists()
        outcomes.append(found)

    assert len(outcomes) >= POINTS
    assert between == {True, False}
    assert old in outcomes
    assert new in outcomes
    assert regenerate(checkout).returncode == 0
    assert held(checkout) == new
