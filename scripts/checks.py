"""Runs every check in order and stops at the first that fails; `--all-faults` makes the table of faults instead."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAUNCHERS = [
    "scripts/benchmark",
    "scripts/changes",
    "scripts/demo",
    "scripts/regenerate",
    "scripts/test",
    "scripts/upstream",
]

CHECKS = {
    "generated/ is what specs/ makes": ["scripts/regenerate", "--check"],
    "lint of the contracts": ["scripts/redocly.py"],
    "lint": ["-m", "ruff", "check"],
    "format": ["-m", "ruff", "format", "--check"],
    "types": ["-m", "mypy", "overlay", "generated", "tests", "scripts", *LAUNCHERS],
    # pyright, in the distribution that ships its program in the wheel; the other downloads it when it runs.
    "types of overlay/": ["-m", "basedpyright"],
    # By file, so that what is made once for a file is made once.
    "tests": ["-m", "pytest", "--numprocesses=auto", "--dist=loadfile", "--no-loadscope-reorder"],
}


def main() -> int:
    """The exit status of the first check that fails, or 0. This process's arguments go to pytest.

    With `--all-faults` that of `contract.table` in place of the checks; the other arguments go there.
    """
    if "--all-faults" in sys.argv:
        words = [each for each in sys.argv[1:] if each != "--all-faults"]
        command = [sys.executable, "-m", "contract.table", *words]
        return subprocess.run(command, cwd=ROOT / "tests", check=False).returncode
    for heading, command in CHECKS.items():
        print(f"\n== {heading}", flush=True)
        arguments = sys.argv[1:] if "pytest" in command else []
        status = subprocess.run([sys.executable, *command, *arguments], cwd=ROOT, check=False).returncode
        if status:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
