"""Contents and metadata of the wheel and the sdist."""

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

PACKAGES = {
    "visionapis",
    "visionapis_bulk",
    "visionapis_cli",
    "visionapis_contracts",
    "visionapis_generated",
    "visionapis_testing",
}


@pytest.fixture(scope="module")
def wheel(archives: Mapping[str, Path]) -> list[PurePosixPath]:
    """Return the files of the wheel, except its metadata."""
    with ZipFile(archives["whl"]) as archive:
        paths = [PurePosixPath(name) for name in archive.namelist()]
    return [path for path in paths if not path.parts[0].endswith(".dist-info")]


@pytest.fixture(scope="module")
def metadata(archives: Mapping[str, Path]) -> Message:
    """Return the metadata of the wheel."""
    with ZipFile(archives["whl"]) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(archive.read(name))


def test_wheel_contains_the_packages(wheel: list[PurePosixPath]) -> None:
    """The wheel has these packages and nothing else at its top level."""
    assert {path.parts[0] for path in wheel} == PACKAGES


def test_every_package_is_typed(wheel: list[PurePosixPath]) -> None:
    """Every package has a py.typed marker."""
    assert {path.parent.name for path in wheel if path.name == "py.typed"} >= PACKAGES


def test_wheel_contains_no_tests(wheel: list[PurePosixPath]) -> None:
    """The wheel has code, contracts and report assets, but no tests, scripts or caches."""
    assert {path.suffix for path in wheel} == {".py", ".json", ".typed", ".jinja", ".css", ".js"}
    assert not [path for path in wheel if "tests" in path.parts or path.name.startswith("test_")]


def test_wheel_holds_every_file_of_the_source_tree(wheel: list[PurePosixPath], archives: Mapping[str, Path]) -> None:
    """Nothing that the packages need is left out of either archive; guides are in the sdist alone."""
    with tarfile.open(archives["tar.gz"]) as archive:
        paths = [PurePosixPath(*PurePosixPath(name).parts[1:]) for name in archive.getnames()]
    sdist_files = {
        path.relative_to(path.parts[0]) for path in paths if path.parts and path.parts[0] in {"generated", "overlay"}
    }
    assert {path for path in sdist_files if path.suffix} == {
        *wheel,
        PurePosixPath("DRIFT.md"),
        PurePosixPath("FAULTS.md"),
        PurePosixPath("README.md"),
    }


def test_sdist_contains_the_whole_project(archives: Mapping[str, Path]) -> None:
    """The sdist has the contracts, scripts and tests besides the packages."""
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
    """Name, Python versions, licence and extras are those of the documentation."""
    assert metadata["Name"] == "visionapis"
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT"
    assert metadata.get_all("License-File") == ["LICENSE"]
    assert set(metadata.get_all("Provides-Extra", [])) == {
        "aiohttp",
        "bulk",
        "cli",
        "compare",
        "ray",
        "testing",
        "conformance",
    }


def test_runtime_dependencies(metadata: Message) -> None:
    """Without extras, the only dependencies are httpx and attrs."""
    assert requirements(metadata, extra="") == {"attrs", "httpx"}


def test_extra_testing_does_not_need_schemathesis(metadata: Message) -> None:
    """The extra `testing` needs neither schemathesis nor hypothesis, which slow down every test run."""
    assert requirements(metadata, extra="testing").isdisjoint({"schemathesis", "hypothesis"})


def requirements(metadata: Message, *, extra: str) -> set[str]:
    """Return the names of the dependencies with an extra."""
    parsed = [Requirement(text) for text in metadata.get_all("Requires-Dist", [])]
    return {each.name for each in parsed if each.marker is None or each.marker.evaluate({"extra": extra})}
