"""Equal requests in equal order get equal answers."""

from __future__ import annotations

import os
import subprocess
import sys

from .script import answers, digest


def test_ten_runs() -> None:
    """New emulators give the same bytes ten times, headers included."""
    first = answers()
    statuses = {text[:3] for text in first}
    assert {"200", "201", "204", "400", "401", "402", "404", "405", "420", "422"} <= statuses
    assert "500" not in statuses
    for _ in range(9):
        assert answers() == first


def test_other_processes() -> None:
    """So do other processes, in which texts are hashed otherwise."""
    found = set[str]()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "-W", "error", "-m", "tests.emulators.script"]
        found.add(subprocess.run(command, env=environment, capture_output=True, check=True, text=True).stdout.strip())
    assert found == {digest(answers())}
