"""Peers' environments are made once, made anew when they should be, and their absence has a reason."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from .environments import UnavailableError, ready

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import OpenPeer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the environment is."""
    return tmp_path / "peers" / "greeting"


@pytest.fixture
def pins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What is in the environment: version 1 of a package, of which the index has two."""
    index = tmp_path / "index"
    index.mkdir()
    for version in ("1", "2"):
        with ZipFile(index / f"greeting-{version}-py3-none-any.whl", "w") as wheel:
            wheel.writestr("greeting.py", f"print('version {version}')")
            information = f"greeting-{version}.dist-info"
            wheel.writestr(f"{information}/METADATA", f"Metadata-Version: 2.1\nName: greeting\nVersion: {version}\n")
            wheel.writestr(f"{information}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            wheel.writestr(f"{information}/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(index))
    pins = tmp_path / "greeting.txt"
    pins.write_text("greeting==1\n")
    return pins


def greeting(python: Path) -> str:
    """What the package says."""
    return subprocess.run(
        [python, "-I", "-c", "import greeting"], capture_output=True, encoding="utf-8", check=True
    ).stdout


def test_an_environment_is_used_again(folder: Path, pins: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is installed once needs no index any more, until its pins change."""
    assert greeting(ready(folder, pins)) == "version 1\n"
    with monkeypatch.context() as offline:
        offline.delenv("PIP_FIND_LINKS")
        assert greeting(ready(folder, pins)) == "version 1\n"
    pins.write_text("greeting==2\n")
    assert greeting(ready(folder, pins)) == "version 2\n"


def test_half_an_environment(folder: Path, pins: Path) -> None:
    """What a killed installation left, or a Python that was removed, is replaced whole."""
    ready(folder, pins)
    for missing in ("pins.txt", "bin/python"):
        (folder / missing).unlink()
        (folder / "left").touch()
        assert greeting(ready(folder, pins)) == "version 1\n"
        assert not (folder / "left").exists()


def test_two_at_once(folder: Path, pins: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two that need the same environment one makes it, and the other waits for it."""
    log = tmp_path / "pip.log"
    monkeypatch.setenv("PIP_LOG", str(log))
    with ThreadPoolExecutor() as pool:
        python, other = pool.map(partial(ready, folder), [pins, pins])
    assert (python, greeting(python)) == (other, "version 1\n")
    assert log.read_text().count("Successfully installed greeting-1") == 1


def test_no_index(folder: Path, pins: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an index the reason is told, and the next time it is tried again."""
    with monkeypatch.context() as offline:
        offline.delenv("PIP_FIND_LINKS")
        with pytest.raises(UnavailableError, match=r"no package index could be reached, .* greeting==1 "):
            ready(folder, pins)
    assert greeting(ready(folder, pins)) == "version 1\n"


def test_a_version_that_there_is_not(folder: Path, pins: Path) -> None:
    """A pin that the index does not have is no lack of an index: that is a mistake, and shows what pip said."""
    pins.write_text("greeting==3\n")
    with pytest.raises(subprocess.CalledProcessError) as caught:
        ready(folder, pins)
    (note,) = caught.value.__notes__
    assert "(from versions: 1, 2)" in note


def test_another_python(folder: Path, pins: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another Python runs, the right one is looked for on PATH, past any that does not work."""
    monkeypatch.setattr("tests.vendor_clients.environments.VERSION", "3.0")
    monkeypatch.setenv("PATH", str(tmp_path / "broken"))
    add(tmp_path / "broken", "exit 1")
    with pytest.raises(UnavailableError, match=r"no Python 3\.0 was found"):
        ready(folder, pins)
    add(tmp_path / "working", f'exec "{sys.executable}" "$@"')
    monkeypatch.setenv("PATH", f"{tmp_path / 'broken'}{os.pathsep}{tmp_path / 'working'}")
    assert greeting(ready(folder, pins)) == "version 1\n"


def add(folder: Path, line: str) -> None:
    """Make a Python 3.0 that is a line of a shell."""
    folder.mkdir()
    (folder / "python3.0").write_text(f"#!/bin/sh\n{line}\n")
    (folder / "python3.0").chmod(0o755)


@pytest.mark.parametrize(("setting", "raised"), [("", pytest.skip.Exception), ("true", UnavailableError)])
def test_a_peer_that_is_not_run(
    open_peer: OpenPeer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str, raised: type[BaseException]
) -> None:
    """Without an index a peer's tests are skipped with the reason; in continuous integration they fail with it."""
    monkeypatch.setattr("tests.vendor_clients.vendor_client.ROOT", tmp_path)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("CI", setting)
    with pytest.raises((pytest.skip.Exception, UnavailableError), match="no package index could be reached") as caught:
        open_peer("nanonets", url="http://127.0.0.1:9", key="test-key")
    assert caught.type is raised
