"""What the wheel and the sdist hold, and what they say of themselves."""

from __future__ import annotations

import email
import tarfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import Message
    from pathlib import Path

PACKAGES = {"visionapis", "visionapis_contracts", "visionapis_generated", "visionapis_testing"}


@pytest.fixture(scope="module")
def wheel(archives: Mapping[str, Path]) -> list[PurePosixPath]:
    """The files of the wheel, without its own records."""
    with ZipFile(archives["whl"]) as archive:
        paths = [PurePosixPath(name) for name in archive.namelist()]
    return [path for path in paths if not path.parts[0].endswith(".dist-info")]


@pytest.fixture(scope="module")
def metadata(archives: Mapping[str, Path]) -> Message:
    """What the index shows of the wheel."""
    with ZipFile(archives["whl"]) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(archive.read(name))


def test_wheel_holds_the_four_packages(wheel: list[PurePosixPath]) -> None:
    """Nothing else is put into the user's environment."""
    assert {path.parts[0] for path in wheel} == PACKAGES


def test_every_package_is_typed(wheel: list[PurePosixPath]) -> None:
    """Each has the marker that type checkers look for."""
    assert {path.parent.name for path in wheel if path.name == "py.typed"} >= PACKAGES


def test_wheel_holds_code_and_contracts_alone(wheel: list[PurePosixPath]) -> None:
    """No tests, scripts or caches; one page's template, style and script."""
    assert {path.suffix for path in wheel} == {".py", ".json", ".typed", ".jinja", ".css", ".js"}
    assert not [path for path in wheel if "tests" in path.parts or path.name.startswith("test_")]


def test_wheel_holds_every_file_of_the_source_tree(wheel: list[PurePosixPath], archives: Mapping[str, Path]) -> None:
    """Nothing that the packages need is left out of either archive; what regeneration knows is in the sdist alone."""
    with tarfile.open(archives["tar.gz"]) as archive:
        paths = [PurePosixPath(*PurePosixPath(name).parts[1:]) for name in archive.getnames()]
    shipped = {
        path.relative_to(path.parts[0]) for path in paths if path.parts and path.parts[0] in {"generated", "overlay"}
    }
    assert {path for path in shipped if path.suffix} == {
        *wheel,
        PurePosixPath("manifest.json"),
        PurePosixPath("FAULTS.md"),
    }


def test_sdist_can_be_worked_on(archives: Mapping[str, Path]) -> None:
    """It holds the contracts, the scripts and the tests besides the packages."""
    with tarfile.open(archives["tar.gz"]) as archive:
        entries = {PurePosixPath(name).parts[1] for name in archive.getnames()}
    assert entries == {
        ".gitignore",
        ".redocly.yaml",
        "LICENSE",
        "PKG-INFO",
        "README.md",
        "generated",
        "overlay",
        "pyproject.toml",
        "scripts",
        "specs",
        "tests",
    }


def test_metadata(metadata: Message) -> None:
    """Name, Pythons, licence and extras are those that the documentation names."""
    assert metadata["Name"] == "visionapis"
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT"
    assert metadata.get_all("License-File") == ["LICENSE"]
    assert set(metadata.get_all("Provides-Extra", [])) == {"aiohttp", "cli", "testing", "conformance"}


def test_run_time_dependencies_are_two(metadata: Message) -> None:
    """Whoever only calls a vendor installs httpx and attrs; the rest is behind extras."""
    assert requirements(metadata, extra="") == {"attrs", "httpx"}


def test_extra_testing_is_light(metadata: Message) -> None:
    """schemathesis and hypothesis would slow every test run of whoever installs it."""
    assert requirements(metadata, extra="testing").isdisjoint({"schemathesis", "hypothesis", "pydantic"})


def requirements(metadata: Message, *, extra: str) -> set[str]:
    """The distributions that are asked for when that extra is."""
    stated = [Requirement(text) for text in metadata.get_all("Requires-Dist", [])]
    return {each.name for each in stated if each.marker is None or each.marker.evaluate({"extra": extra})}
