"""Runs every check, and the tests if all the others pass; `--all-faults` makes the table of faults instead."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LAUNCHERS = [
    "scripts/benchmark",
    "scripts/changes",
    "scripts/demo",
    "scripts/regenerate",
    "scripts/test",
    "scripts/upstream",
]

# None writes what another one reads.
CHECKS = {
    "generated/ is what specs/ makes": ["scripts/regenerate", "--check"],
    "lint of the contracts": ["-m", "scripts.tools.test.redocly"],
    "lint": ["-m", "ruff", "check"],
    "format": ["-m", "ruff", "format", "--check"],
    "types": ["-m", "mypy", "overlay", "generated", "tests", "scripts"],
    # pyright, in the distribution that ships its program in the wheel; the other downloads it when it runs.
    "types of overlay/": ["-m", "basedpyright"],
}

# By file, so that what is made once for a file is made once; in the order of tests/conftest.py.
TESTS = ["-m", "pytest", "--numprocesses=auto", "--dist=loadfile", "--no-loadscope-reorder"]

# A process for each processor computes already: numpy's threads would wait for one another.
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", **os.environ}


def main() -> int:
    """The exit status of the first check that fails, or 0. This process's arguments go to pytest.

    With `--all-faults` that of the mutation report in place of the checks; the other arguments go there.
    """
    if "--all-faults" in sys.argv:
        words = [each for each in sys.argv[1:] if each != "--all-faults"]
        command = [sys.executable, "-m", "tests.conformance.mutation_report", *words]
        return subprocess.run(command, cwd=ROOT, check=False).returncode
    failed = 0
    with ThreadPoolExecutor(len(CHECKS)) as pool:  # all at once
        for heading, done in zip(CHECKS, pool.map(carry_out, CHECKS.values()), strict=True):
            print(f"\n== {heading}\n{done.stdout}", end="", flush=True)
            failed = failed or done.returncode
    if failed:
        return failed
    print("\n== tests", flush=True)
    return subprocess.run([sys.executable, *TESTS, *sys.argv[1:]], cwd=ROOT, env=ENVIRONMENT, check=False).returncode


def carry_out(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a check to its end, and keep what it prints."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


if __name__ == "__main__":
    sys.exit(main())
