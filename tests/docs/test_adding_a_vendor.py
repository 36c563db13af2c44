"""The page about adding a vendor: its commands work, and print what it says."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from scripts.tools.new_vendor import main as new_vendor
from scripts.tools.regenerate import main as regenerate
from scripts.tools.upstream import main as upstream
from tests.helpers.checkouts import copy_roboflow
from tests.helpers.contracts import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PAGE = (
    (ROOT / "specs" / "README.md").read_text(encoding="utf-8").partition("## Adding a vendor")[2].partition("\n## ")[0]
)
BLOCKS = re.findall(r"```console\n(.*?)```", PAGE, flags=re.DOTALL)
COMMANDS = [each.partition("\n") for block in BLOCKS for each in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
SCRIPTS = {
    "scripts/new-vendor": new_vendor.main,
    "scripts/regenerate": regenerate.main,
    "scripts/upstream": upstream.main,
}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with one vendor, and the files that the page and the new tests need."""
    root = copy_roboflow(tmp_path_factory.mktemp("checkout"))
    (root / "tests" / "tools").mkdir(parents=True)
    shutil.copytree(ROOT / "tests" / "tools" / "new_vendor", root / "tests" / "tools" / "new_vendor")
    (root / "tests" / "helpers").mkdir()
    for name in ("__init__.py", "calls.py"):
        shutil.copy(ROOT / "tests" / "helpers" / name, root / "tests" / "helpers")
    return root


def run(checkout: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """Run a command in a checkout; return the exit status and the output."""
    name, *arguments = shlex.split(command)
    if name in SCRIPTS:
        monkeypatch.chdir(checkout)
        with redirect_stdout(StringIO()) as stdout, redirect_stderr(StringIO()) as stderr:
            status = SCRIPTS[name](arguments, checkout)
        return status, stdout.getvalue() + stderr.getvalue()
    assert name == "scripts/test"
    done = python(checkout, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments)
    return done.returncode, done.stdout + done.stderr


def python(checkout: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a Python program with the packages of a checkout."""
    paths = os.pathsep.join(str(checkout / name) for name in ("overlay", "generated", "."))
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": paths, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


CHECK = """
import sys
from visionapis_cli.main import main
from visionapis_testing.vendors import emulator
with emulator("acme", api_key="test-key").serve() as url:
    sys.argv = ["visionapis", "check", "acme", "--url", url, "--allow", "billable", "--max-billable", "20"]
    sys.exit(main())
"""


def test_commands_print_what_the_page_says(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command of the page succeeds in its order, prints the lines below it, and the new vendor conforms."""
    for command, _, printed in COMMANDS:
        status, output = run(checkout, command, monkeypatch)

        assert status == 0, f"{command}\n{output}"
        missing = [line for line in printed.splitlines() if line != "..." and line not in output.splitlines()]
        assert missing == [], f"{command}\n{output}"
    done = python(checkout, "-c", CHECK, ACME_API_KEY="test-key")
    assert done.returncode == 0, done.stdout + done.stderr
    assert {command.split()[0] for command, *_ in COMMANDS} == {*SCRIPTS, "scripts/test"}
