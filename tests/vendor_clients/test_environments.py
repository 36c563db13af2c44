"""Environments of the vendors' clients: creation, replacement, and errors."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from .environments import UnavailableError, environment_python

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import OpenClient


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the environment."""
    return tmp_path / "environments" / "greeting"


@pytest.fixture
def pins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Pins of version 1 of a package; the index has versions 1 and 2."""
    index = tmp_path / "index"
    index.mkdir()
    for version in ("1", "2"):
        with ZipFile(index / f"greeting-{version}-py3-none-any.whl", "w") as wheel:
            wheel.writestr("greeting.py", f"print('version {version}')")
            dist_info = f"greeting-{version}.dist-info"
            wheel.writestr(f"{dist_info}/METADATA", f"Metadata-Version: 2.1\nName: greeting\nVersion: {version}\n")
            wheel.writestr(f"{dist_info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            wheel.writestr(f"{dist_info}/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(index))
    pins = tmp_path / "greeting.txt"
    pins.write_text("greeting==1\n")
    return pins


def greeting(python: Path) -> str:
    """Import the package and return its output."""
    return subprocess.run(
        [python, "-I", "-c", "import greeting"], capture_output=True, encoding="utf-8", check=True
    ).stdout


def test_environment_is_reused(folder: Path, pins: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment is reused without the index until its pins change."""
    assert greeting(environment_python(folder, pins)) == "version 1\n"
    with monkeypatch.context() as offline:
        offline.delenv("PIP_FIND_LINKS")
        assert greeting(environment_python(folder, pins)) == "version 1\n"
    pins.write_text("greeting==2\n")
    assert greeting(environment_python(folder, pins)) == "version 2\n"


def test_incomplete_environment(folder: Path, pins: Path) -> None:
    """An environment without its stamp or its Python is replaced."""
    environment_python(folder, pins)
    for missing in ("pins.txt", "bin/python"):
        (folder / missing).unlink()
        (folder / "leftover").touch()
        assert greeting(environment_python(folder, pins)) == "version 1\n"
        assert not (folder / "leftover").exists()


def test_concurrent_creation(folder: Path, pins: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two concurrent calls create an environment once."""
    log = tmp_path / "pip.log"
    monkeypatch.setenv("PIP_LOG", str(log))
    with ThreadPoolExecutor() as pool:
        python, other = pool.map(partial(environment_python, folder), [pins, pins])
    assert (python, greeting(python)) == (other, "version 1\n")
    assert log.read_text().count("Successfully installed greeting-1") == 1


def test_no_index(folder: Path, pins: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an index the error says so, and the next call tries again."""
    with monkeypatch.context() as offline:
        offline.delenv("PIP_FIND_LINKS")
        with pytest.raises(UnavailableError, match=r"the package index cannot be reached .* greeting==1 "):
            environment_python(folder, pins)
    assert greeting(environment_python(folder, pins)) == "version 1\n"


def test_missing_version(folder: Path, pins: Path) -> None:
    """A version that the index does not have is an error with the output of pip."""
    pins.write_text("greeting==3\n")
    with pytest.raises(subprocess.CalledProcessError) as caught:
        environment_python(folder, pins)
    (note,) = caught.value.__notes__
    assert "(from versions: 1, 2)" in note


def test_another_python(folder: Path, pins: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python of the right version is searched on PATH; one that does not work is skipped."""
    monkeypatch.setattr("tests.vendor_clients.environments.VERSION", "3.0")
    monkeypatch.setenv("PATH", str(tmp_path / "broken"))
    add_python(tmp_path / "broken", "exit 1")
    with pytest.raises(UnavailableError, match=r"python3\.0 was not found on PATH"):
        environment_python(folder, pins)
    add_python(tmp_path / "working", f'exec "{sys.executable}" "$@"')
    monkeypatch.setenv("PATH", f"{tmp_path / 'broken'}{os.pathsep}{tmp_path / 'working'}")
    assert greeting(environment_python(folder, pins)) == "version 1\n"


def add_python(folder: Path, command: str) -> None:
    """Add a python3.0 that runs a shell command."""
    folder.mkdir()
    (folder / "python3.0").write_text(f"#!/bin/sh\n{command}\n")
    (folder / "python3.0").chmod(0o755)


@pytest.mark.parametrize(("setting", "raised"), [("", pytest.skip.Exception), ("true", UnavailableError)])
def test_unavailable_client(
    open_client: OpenClient,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    setting: str,
    raised: type[BaseException],
) -> None:
    """Without an index a test of a client is skipped with the reason; in continuous integration it fails."""
    monkeypatch.setattr("tests.vendor_clients.vendor_client.ROOT", tmp_path)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("CI", setting)
    with pytest.raises(
        (pytest.skip.Exception, UnavailableError), match="the package index cannot be reached"
    ) as caught:
        open_client("nanonets", url="http://127.0.0.1:9", key="test-key")
    assert caught.type is raised
