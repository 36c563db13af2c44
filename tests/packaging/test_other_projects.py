"""Vendors in a package of their own, outside this repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.helpers.checkouts import regenerate
from tests.helpers.contracts import ROOT

if TYPE_CHECKING:
    from pathlib import Path

CONTRACT = ROOT / "tests" / "tools" / "regenerate" / "cats.yaml"
CACHE = ROOT / ".mypy_cache" / "other_projects"
PROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "acme-vision"
version = "1.0"
dependencies = ["visionapis"]

[project.entry-points."visionapis.vendors"]
cats = "acme_vision_generated.vendors:CATS"

[tool.hatch.build.targets.wheel]
packages = ["generated/acme_vision_generated", "generated/acme_vision_contracts"]
"""
PROGRAM = """
from acme_vision_generated.cats import models
from acme_vision_generated.cats.client import Cats
from visionapis_testing import CatsEmulator

with CatsEmulator(api_key="test-key").client() as client:
    assert isinstance(client, Cats)
    created = client.cat.create(name="Tom")
    print(type(created).__module__.partition(".")[0], created.name)
"""
COMMAND = "from visionapis_cli.main import main; main()"
TEST = """
import visionapis
from visionapis.errors import AuthenticationError

def test_wrong_key(cats_emulator):
    with cats_emulator.serve() as url, visionapis.Cats("wrong", base_url=url) as client:
        try:
            client.cat.create(name="Tom")
        except AuthenticationError as error:
            assert "cat_create" in str(error)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a contract, and code generated from it."""
    root = tmp_path_factory.mktemp("acme")
    (root / "specs" / "cats").mkdir(parents=True)
    shutil.copy(CONTRACT, root / "specs" / "cats" / "openapi.yaml")
    (root / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    done = regenerate(ROOT, "--project", str(root))
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture(scope="module")
def installed(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the project is installed."""
    target = tmp_path_factory.mktemp("installed")
    pip = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--target", str(target)]
    subprocess.run([sys.executable, *pip, str(project)], check=True)
    return target


def run(installed: Path, *arguments: str, cwd: Path | None = None) -> str:
    """Return the output of a Python program that finds the installed project."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd or installed,
        env={**os.environ, "PYTHONPATH": str(installed), "MYPYPATH": str(installed)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_client_and_emulator(installed: Path, tmp_path: Path) -> None:
    """The client of an installed project calls its emulator, and mypy knows the types of both."""
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")

    assert run(installed, "-W", "error", str(program)) == "acme_vision_generated Tom\n"
    typed = PROGRAM.replace("visionapis_testing import", "acme_vision_generated.emulators import")
    program.write_text(typed.replace("created.name", "created.nam"), encoding="utf-8")
    with pytest.raises(AssertionError, match='"Cat" has no attribute "nam"'):
        run(installed, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={CACHE}", str(program))


def test_command_line_and_fixtures(installed: Path, tmp_path: Path) -> None:
    """The command line and the pytest plugin have the vendor of an installed project."""
    test = tmp_path / "test_cats.py"
    test.write_text(TEST, encoding="utf-8")

    assert "cats" in run(installed, "-c", COMMAND, "emulate", "--help")
    assert "1 passed" in run(installed, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(test), cwd=tmp_path)


def test_generated_code_is_checked(project: Path) -> None:
    """With --check nothing is written, and a changed file of the other project is found."""
    module = project / "generated" / "acme_vision_generated" / "cats" / "client.py"
    assert regenerate(ROOT, "--project", str(project), "--check").returncode == 0
    before = module.read_text(encoding="utf-8")
    module.write_text(before + "\n", encoding="utf-8")
    done = regenerate(ROOT, "--project", str(project), "--check")
    module.write_text(before, encoding="utf-8")

    assert (done.returncode, "cats/client.py" in done.stdout) == (1, True)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "pyproject.toml: expected [project] with a name"),
        ("[project", "pyproject.toml: expected [project] with a name"),
        ("[project]\nversion = '1'", "pyproject.toml: expected [project] with a name"),
        ("[project]\nname = 'visionapis'", "visionapis_generated cannot be the name of a package of its own"),
        ("[project]\nname = '1st'", "1st_generated cannot be the name of a package of its own"),
        ("[project]\nname = 'acme'", "specs: expected a contract: <vendor>/openapi.yaml"),
    ],
)
def test_unusable_project(tmp_path: Path, content: str | None, expected: str) -> None:
    """A folder that is no project with contracts is rejected, and nothing is written into it."""
    if content:
        (tmp_path / "pyproject.toml").write_text(content, encoding="utf-8")
    done = regenerate(ROOT, "--project", str(tmp_path))

    assert (done.returncode, expected in done.stderr) == (1, True), done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["pyproject.toml"] * bool(content)


@pytest.mark.parametrize(
    ("module", "reason"),
    [
        ("raise OSError('no such file')", "OSError: no such file"),
        ("VENDOR = None", "it is not a Vendor with the name 'broken'"),
        ("from visionapis_generated.vendors import VENDORS as V\nVENDOR = V['ximilar']", "it is not a Vendor"),
        ("", "AttributeError: module 'broken' has no attribute 'VENDOR'"),
    ],
)
def test_broken_announcement(tmp_path: Path, module: str, reason: str) -> None:
    """A package that announces what is no vendor is warned of, and the others are there."""
    (tmp_path / "broken.py").write_text(module, encoding="utf-8")
    metadata = tmp_path / "broken-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1.0\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text("[visionapis.vendors]\nbroken = broken:VENDOR\n", encoding="utf-8")
    program = (
        "import warnings\n"
        "from visionapis._vendors import vendors\n"
        "with warnings.catch_warnings(record=True) as caught:\n"
        "    print('broken' in vendors(), 'roboflow' in vendors(), *(each.message for each in caught))"
    )

    printed = run(tmp_path, "-c", program)
    assert printed.startswith("False True the entry point broken = broken:VENDOR in visionapis.vendors is ignored: ")
    assert reason in printed
