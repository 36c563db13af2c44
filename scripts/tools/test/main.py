"""Run every check, then the tests if all checks passed. Arguments are passed to pytest.

With `--all-faults`, run the whole conformance suite against every mutant instead, and write
tests/conformance/MUTANTS.md; the other arguments are those of tests/conformance/mutation_report.py.
With `--generators`, run other client generators on the contracts instead. `--python` is every launcher's, and handled
before: see scripts/tools/environment.py.
"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scripts.tools import environment

ROOT = Path(__file__).resolve().parents[3]
LAUNCHERS = [f"scripts/{verb}" for verb in environment.REQUIREMENTS]

# No check writes what another one reads.
CHECKS = {
    "generated/ is up to date": ["scripts/regenerate", "--check"],
    "lint of the contracts": ["-m", "scripts.tools.test.redocly"],
    "retired words": ["-m", "scripts.tools.test.words"],
    "lint": ["-m", "ruff", "check"],
    "format": ["-m", "ruff", "format", "--check"],
    "types": ["-m", "mypy", "overlay", "generated", "tests", "scripts", *LAUNCHERS],
    # The distribution of pyright that ships its program in the wheel; the other one downloads it when it runs.
    "types of overlay/": ["-m", "basedpyright"],
}

# Distributed by file, for the fixtures of a file; in the order of tests/conftest.py.
# A restarted process would begin with the test that ended the last one, again and again.
TESTS = ["-m", "pytest", "--numprocesses=auto", "--dist=loadfile", "--no-loadscope-reorder", "--max-worker-restart=0"]

# pytest already runs a process per processor.
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", **os.environ}


def main() -> int:
    """Return the exit status of the first check that fails, or of the tests."""
    if "--all-faults" in sys.argv:
        arguments = [each for each in sys.argv[1:] if each != "--all-faults"]
        command = [sys.executable, "-m", "tests.conformance.mutation_report", *arguments]
        return subprocess.run(command, cwd=ROOT, check=False).returncode
    if "--generators" in sys.argv:
        return subprocess.run([sys.executable, "-m", "scripts.tools.test.generators"], cwd=ROOT, check=False).returncode
    failed = 0
    with ThreadPoolExecutor(len(CHECKS)) as pool:
        for heading, done in zip(CHECKS, pool.map(run, CHECKS.values()), strict=True):
            print(f"\n== {heading}\n{done.stdout}", end="", flush=True)
            failed = failed or done.returncode
    if failed:
        return failed
    print("\n== tests", flush=True)
    return subprocess.run([sys.executable, *TESTS, *sys.argv[1:]], cwd=ROOT, env=ENVIRONMENT, check=False).returncode


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a check, and capture what it prints."""
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
