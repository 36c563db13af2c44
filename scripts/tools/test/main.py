"""Run every check, then the tests, and name the checks that failed at the end. Arguments are passed to pytest.

With `--fix`, lint and format are corrected first, where ruff can do it.
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

# The quick ones first: results are printed in this order. No check writes what another one reads.
CHECKS = {
    "retired words": ["-m", "scripts.tools.test.words"],
    "format": ["-m", "ruff", "format", "--check"],
    "lint": ["-m", "ruff", "check"],
    "lint of the contracts": ["-m", "scripts.tools.test.redocly"],
    "generated/ is up to date": ["scripts/regenerate", "--check"],
    # The distribution of pyright that ships its program in the wheel; the other one downloads it when it runs.
    "types of overlay/": ["-m", "basedpyright", "--pythonpath", sys.executable],
    "types": ["-m", "mypy", "overlay", "generated", "tests", "scripts", *LAUNCHERS],
}

FIXES = [["-m", "ruff", "check", "--fix-only"], ["-m", "ruff", "format"]]

# Two processes per processor: many tests wait, for servers, programs and limits. Distributed by file, for
# the fixtures of a file; in the order of tests/conftest.py.
# A restarted process would begin with the test that ended the last one, again and again.
TESTS = [
    *("-m", "pytest", f"--numprocesses={2 * (os.cpu_count() or 1)}"),
    *("--dist=loadfile", "--no-loadscope-reorder", "--max-worker-restart=0"),
]

# The tests already take all processors. Images of continuous integration often forbid to keep compiled modules, which
# are then compiled again in each of the many processes that tests start.
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", **os.environ}
ENVIRONMENT.pop("PYTHONDONTWRITEBYTECODE", None)


def main() -> int:
    """Return the exit status of the tests, or 1 if a check failed."""
    arguments = sys.argv[1:]
    if "--all-faults" in arguments:
        arguments.remove("--all-faults")
        return call("-m", "tests.conformance.mutation_report", *arguments)
    if "--generators" in arguments:
        return call("-m", "scripts.tools.test.generators")
    if "--fix" in arguments:
        arguments.remove("--fix")
        for command in FIXES:
            call(*command)
    failed = []
    with ThreadPoolExecutor(len(CHECKS)) as pool:
        for heading, done in zip(CHECKS, pool.map(run, CHECKS.values()), strict=True):
            print(f"\n== {heading}\n{done.stdout}", end="", flush=True)
            failed += [heading] if done.returncode else []
    print("\n== tests", flush=True)
    status = call(*TESTS, *arguments)
    if failed:
        print(f"\n{len(failed)} of {len(CHECKS)} checks failed, see above: {', '.join(failed)}", flush=True)
    return status or bool(failed)


def call(*command: str) -> int:
    """Run a command of Python, and return its exit status."""
    return subprocess.run([sys.executable, *command], cwd=ROOT, env=ENVIRONMENT, check=False).returncode


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
