"""The archives in empty environments: imports, type checks and first calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .installation import PROGRAMS, Installation, run

if TYPE_CHECKING:
    from pathlib import Path


def in_installation(*names: str) -> pytest.MarkDecorator:
    """Run a test in some installations."""
    return pytest.mark.parametrize("installation", names, indirect=True)


@in_installation("wheel", "sdist")
@pytest.mark.parametrize("program", ["first_call.py", "first_call_async.py"])
def test_first_call(installation: Installation, program: str, server: str, image_path: Path) -> None:
    """The image is sent to an emulator outside the environment, and its label is printed."""
    result = installation.run("python", "-W", "error", PROGRAMS / program, server, image_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "pale\n", "")


@in_installation("wheel", "sdist", "wheel[aiohttp]")
def test_first_calls_pass_mypy_strict(installation: Installation) -> None:
    """mypy --strict accepts the first calls and rejects the wrong ones."""
    programs = [PROGRAMS / name for name in ("first_call.py", "first_call_async.py", "wrong_calls.py")]
    assert_mypy_strict(installation, *programs)


@in_installation("wheel")
def test_command_without_extra_cli(installation: Installation) -> None:
    """Without click, `visionapis` exits with status 2, a one-line error and a hint that names the extra."""
    result = installation.run("visionapis", "--help")
    assert (result.returncode, result.stdout, len(result.stderr.splitlines())) == (2, "", 2)
    assert 'pip install "visionapis[cli]"' in result.stderr


@in_installation("wheel[aiohttp]")
def test_extra_aiohttp(installation: Installation, server: str, image_path: Path) -> None:
    """An asynchronous client sends requests over aiohttp."""
    result = installation.run("python", "-W", "error", PROGRAMS / "first_call_aiohttp.py", server, image_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "pale\n", "")


@in_installation("wheel")
def test_transport_without_extra_aiohttp(installation: Installation, server: str, image_path: Path) -> None:
    """Without aiohttp, `transport="aiohttp"` raises ConfigurationError, which names the package."""
    result = installation.run("python", PROGRAMS / "first_call_aiohttp.py", server, image_path)
    assert result.returncode == 1
    assert "ConfigurationError: aiohttp is not installed" in result.stderr


@in_installation("wheel[cli]")
def test_extra_cli(installation: Installation, server: str, image_path: Path) -> None:
    """`visionapis classify` works without the extra `testing`."""
    result = installation.run(
        "visionapis", "classify", "roboflow", image_path, "--model", "shades/1", "--base-url", server
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert "pale" in result.stdout


@in_installation("wheel[cli]")
def test_emulate_without_extra_testing(installation: Installation) -> None:
    """Without Starlette, `visionapis emulate` exits with status 2 and a hint that names the extra."""
    result = installation.run("visionapis", "emulate", "roboflow")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.splitlines()[1:] == ['hint: pip install "visionapis[testing]"']


@in_installation("wheel[bulk]")
def test_extra_bulk(installation: Installation, server: str, image_path: Path, tmp_path: Path) -> None:
    """`visionapis label` labels, exports and writes a page with the extra `bulk` alone."""
    files = ("--job", tmp_path / "a.job", "--out", tmp_path / "a.csv")
    result = installation.run(
        "visionapis", "label", "roboflow", image_path, "--model", "shades/1", "--base-url", server, *files
    )
    assert (result.returncode, result.stdout) == (0, "")
    assert ",done,pale," in (tmp_path / "a.csv").read_text()
    result = installation.run("visionapis", "label", "export", tmp_path / "a.job", "--out", tmp_path / "a.html")
    assert (result.returncode, result.stderr) == (0, "exported 1 image\n")
    assert "1 of 1 images are labelled" in (tmp_path / "a.html").read_text()


@in_installation("wheel[testing]")
def test_extra_testing(installation: Installation) -> None:
    """An emulator is trained and responds in process, and the program passes mypy --strict."""
    program = PROGRAMS / "emulated_call.py"
    result = installation.run("python", "-W", "error", program)
    assert (result.returncode, result.stdout, result.stderr) == (0, "pale\n", "")
    assert_mypy_strict(installation, program)


@in_installation("wheel[testing]")
def test_emulate_with_extra_testing(installation: Installation) -> None:
    """`visionapis emulate` serves all vendors with faults; other commands name their extra."""
    result = installation.run("python", "-W", "error", PROGRAMS / "emulated_vendors.py")
    assert (result.returncode, result.stdout, result.stderr) == (0, "418 418 418 418\n", "")
    check = installation.run("visionapis", "check", "roboflow", "--url", "http://[::1]:1")
    assert (check.returncode, check.stdout) == (2, "")
    assert check.stderr.splitlines()[1:] == ['hint: pip install "visionapis[conformance]"']


@in_installation("wheel[testing]")
def test_extra_testing_brings_fixtures(installation: Installation, tmp_path: Path) -> None:
    """pytest finds the plugin."""
    test = tmp_path / "test_fixture.py"
    test.write_text("def test_emulator(roboflow_emulator):\n    assert roboflow_emulator.client()\n")
    result = installation.run("pytest", "-q", "-W", "error", "-p", "no:cacheprovider", test)
    assert result.stdout.splitlines()[-1].startswith("1 passed")


@in_installation("wheel[conformance]")
def test_extra_conformance(installation: Installation) -> None:
    """schemathesis and the strict models can be imported."""
    result = installation.run("python", PROGRAMS / "strict_models.py")
    assert (result.returncode, result.stdout) == (0, "schemathesis visionapis_contracts.roboflow.models\n")


def assert_mypy_strict(installation: Installation, *programs: Path) -> None:
    """Check programs with mypy --strict of this environment against the packages of another one."""
    # The cache is keyed by file content, so the environments share it.
    cache = installation.folder.parent / ".mypy_cache"
    options = (f"--python-executable={installation.python}", f"--cache-dir={cache}")
    result = run("mypy", "--strict", "--config-file=", *options, *programs)
    assert result.stdout == f"Success: no issues found in {len(programs)} source file{'s'[: len(programs) - 1]}\n"
