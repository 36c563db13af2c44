"""An environment with one of the archives installed, and the tools that inspect it from outside."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(__file__).parent / "programs"
CONSTRAINTS = ROOT / "scripts" / "constraints.txt"

INSTALLATIONS = {
    "wheel": ("whl", ""),
    "sdist": ("tar.gz", ""),
    "wheel[aiohttp]": ("whl", "[aiohttp]"),
    "wheel[bulk]": ("whl", "[bulk]"),
    "wheel[cli]": ("whl", "[cli]"),
    "wheel[testing]": ("whl", "[testing]"),
    "wheel[conformance]": ("whl", "[conformance]"),
}


@dataclass(frozen=True)
class Installation:
    """An environment with one of the archives and its dependencies only."""

    folder: Path

    @property
    def python(self) -> Path:
        """Return the path of its interpreter."""
        return self.folder / "bin" / "python"

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment, without this process's environment variables."""
        program, *arguments = command
        return subprocess.run(
            [self.folder / "bin" / program, *arguments],
            cwd=self.folder,
            env={},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a tool of this environment, without its import path."""
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "MYPYPATH"}}
    return subprocess.run(
        [sys.executable, "-m", *command], env=environment, capture_output=True, encoding="utf-8", check=False
    )
