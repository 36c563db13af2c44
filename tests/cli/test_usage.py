"""What the command line says when it is given wrongly, and about itself."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from visionapis_testing.vendors import EMULATORS

if TYPE_CHECKING:
    from .shell import Shell

CLASSIFY = "classify roboflow dark.png --model shades/1"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ("", "command"),
        ("paint", "paint"),
        ("classify", "command"),
        ("classify roboflow --model shades/1", "PICTURE"),
        ("classify roboflow dark.png", "--model"),
        ("classify roboflow dark.png --model shades", "shades"),
        (f"{CLASSIFY} --key abc", "--key"),
        (f"{CLASSIFY} --threshold high", "high"),
        (f"{CLASSIFY} --threshold 2", "2"),
        (f"{CLASSIFY} --base-url nowhere", "base_url"),
        ("emulate moon", "moon"),
        ("emulate imagerecognize --profile classify", "roboflow"),
        ("emulate imagerecognize --model shades/1=learn", "roboflow"),
        ("emulate roboflow --port 70000", "70000"),
        ("emulate roboflow --profile moon", "moon"),
        ("emulate roboflow --model shades/1", "shades/1"),
        ("emulate roboflow --model shades=learn", "shades"),
        ("emulate roboflow --model shades/1=missing", "missing"),
        ("emulate roboflow --model shades/1=learn/pale", "learn/pale"),
    ],
)
def test_wrong_usage_is_one_line_that_names_it(shell: Shell, arguments: str, named: str) -> None:
    """Exit status 2, nothing on stdout, and one line on stderr that names what was wrong."""
    done = shell.run(*arguments.split())
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert done.stderr.startswith("visionapis: ")
    assert named.lower() in done.stderr.lower()


def test_a_missing_key_is_wrong_usage(shell: Shell) -> None:
    """Without a key nothing is sent to a hosted server; the message names the variable."""
    done = shell.with_environment(ROBOFLOW_API_KEY="").run(*CLASSIFY.split())
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert "ROBOFLOW_API_KEY" in done.stderr


def test_version(shell: Shell) -> None:
    """The installed distribution's version."""
    done = shell.run("--version")
    assert (done.returncode, done.stdout) == (0, f"visionapis {version('visionapis')}\n")


@pytest.mark.parametrize("arguments", ["--help", "classify roboflow --help", "emulate roboflow --help"])
def test_help_loads_nothing_heavy(shell: Shell, arguments: str) -> None:
    """Help is on stdout, and neither the client nor an emulator is imported for it."""
    program = """
import sys
from visionapis_testing.cli import main
status = main(sys.argv[1:])
print(sorted({"httpx", "numpy", "rich", "starlette", "visionapis"} & set(sys.modules)), file=sys.stderr)
sys.exit(status)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments.split()],
        env=shell.environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "[]\n")
    assert done.stdout.startswith("Usage: visionapis")


@pytest.mark.parametrize("command", ["check", "emulate"])
def test_help_names_every_vendor(shell: Shell, command: str) -> None:
    """Who asks for help need not look for the names elsewhere."""
    words = "".join(shell.run(command, "--help").stdout.split())
    assert [vendor for vendor in EMULATORS if vendor not in words] == []
