"""A vendor without handwritten code is found by its name: its emulator, its fixtures and its suite."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import visionapis_testing
from tests.helpers.invented import installed, shelter, write_package
from visionapis._vendors import vendors
from visionapis_generated import emulators
from visionapis_testing.generic.emulator import GenericEmulator, emulator_class
from visionapis_testing.vendors import EMULATORS, emulator

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TESTS = """
import httpx


def create(emulator):
    with httpx.Client(transport=emulator.transport(), base_url="https://api.shelter.example.com/v1") as client:
        client.headers["Authorization"] = f"Bearer {emulator.api_key}"
        client.post("/animals", json={"name": "Tom", "kind": "cat"})
        return client.get("/animals").json()["count"]


def test_new_emulator(shelter_emulator):
    assert create(shelter_emulator) == 1


def test_another_new_emulator(shelter_emulator):
    assert create(shelter_emulator) == 1


def test_shared_emulator(shelter_emulator_session):
    assert create(shelter_emulator_session) == 1


def test_the_same_shared_emulator(shelter_emulator_session):
    assert create(shelter_emulator_session) == 2


def test_names():
    import visionapis_testing
    from visionapis_testing.generic.emulator import GenericEmulator

    assert issubclass(visionapis_testing.ShelterEmulator, GenericEmulator)
    assert visionapis_testing.ShelterEmulator().vendor == "shelter"
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Environment variables of a process in which the package of an invented vendor is installed."""
    directory = tmp_path_factory.mktemp("installed")
    write_package(directory, "shelter", shelter())
    paths = [str(directory), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def run(directory: Path, environment: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run pytest in a directory of its own."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=directory,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_fixtures_of_an_installed_vendor(tmp_path: Path, environment: Mapping[str, str]) -> None:
    """A package that announces a vendor brings its fixtures, and the class of its emulator."""
    (tmp_path / "test_shelter.py").write_text(TESTS)
    result = run(tmp_path, environment)

    assert "5 passed" in result.stdout, result.stdout


def test_fixtures_are_documented(tmp_path: Path, environment: Mapping[str, str]) -> None:
    """`pytest --fixtures` lists the fixtures of every vendor with their docstrings."""
    output = run(tmp_path, environment, "--fixtures").stdout

    for vendor in ("shelter", *EMULATORS):
        assert f"\n{vendor}_emulator -- " in output
        assert f"\n{vendor}_emulator_session [session scope] -- " in output
    assert "An emulator of Shelter for one test, which fails if a response violates the contract." in output
    assert "An emulator of Roboflow for the whole session" in output


def test_plugin_imports_no_emulator(environment: Mapping[str, str]) -> None:
    """The plugin loads the names of vendors, and neither an emulator nor httpx."""
    code = "import sys, visionapis_testing.plugin; print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, encoding="utf-8", check=True
    )

    loaded = set(result.stdout.split())
    assert "visionapis_generated.vendors" in loaded
    assert not loaded & {"httpx", "starlette", "numpy", "PIL", "jsonschema_rs", "visionapis_testing.emulator.base"}


def test_names_of_emulators_are_those_of_the_clients() -> None:
    """Each vendor of the registry has an emulator, whose name is that of the client."""
    known = vendors()
    for name in known.keys() & EMULATORS.keys():  # other tests in this process add vendors, and remove them
        assert EMULATORS[name] == f"{known[name].client}Emulator"
        assert type(emulator(name)) is getattr(visionapis_testing, EMULATORS[name])
    assert len(known) >= 4
    assert {*emulators.__all__} <= {*visionapis_testing.__all__}
    with pytest.raises(AttributeError, match="no attribute 'RobotflowEmulator'"):
        visionapis_testing.RobotflowEmulator  # noqa: B018  (the access raises)


def test_class_of_a_vendor(tmp_path: Path) -> None:
    """The class has the vendor's name, needs no arguments and has the options of every generic emulator."""
    with installed(tmp_path, "kennel", {**shelter(), "info": {"title": "Kennel", "version": "1"}}):
        kind = emulator_class("kennel")
        made = kind(api_key="key", seed=3)

    assert (kind.__name__, kind, made.vendor, made.api_key) == (
        "KennelEmulator",
        emulator_class("kennel"),
        "kennel",
        "key",
    )
    assert isinstance(made, GenericEmulator)
