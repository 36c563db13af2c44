"""Equal requests in equal order get equal responses."""

from __future__ import annotations

import os
import subprocess
import sys

from .script import digest, responses


def test_ten_runs_return_equal_bytes() -> None:
    """New emulators return the same bytes, headers included, in ten runs."""
    first = responses()
    statuses = {text[:3] for text in first}
    assert {"200", "201", "204", "400", "401", "402", "404", "405", "420", "422"} <= statuses
    assert "500" not in statuses
    for _ in range(9):
        assert responses() == first


def test_other_processes_return_equal_bytes() -> None:
    """Processes with other hash seeds return the same bytes."""
    digests = set[str]()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "-W", "error", "-m", "tests.emulators.script"]
        digests.add(subprocess.run(command, env=environment, capture_output=True, check=True, text=True).stdout.strip())
    assert digests == {digest(responses())}
