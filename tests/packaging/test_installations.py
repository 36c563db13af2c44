"""The archives in empty environments: they import, type-check and work with what they ask for alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .installation import INSTALLATIONS, PROGRAMS, Installation, run

if TYPE_CHECKING:
    from pathlib import Path

every_installation = pytest.mark.parametrize("installation", INSTALLATIONS, indirect=True)


def only(name: str) -> pytest.MarkDecorator:
    """Run a test in one installation."""
    return pytest.mark.parametrize("installation", [name], indirect=True)


@every_installation
@pytest.mark.parametrize("program", ["first_call.py", "first_call_async.py"])
def test_a_first_call_is_made(installation: Installation, program: str, server: str, picture: Path) -> None:
    """The picture is sent over a socket to an emulator outside the environment, and is what it should be."""
    done = installation.run("python", "-W", "error", PROGRAMS / program, server, picture)
    assert (done.returncode, done.stdout, done.stderr) == (0, "pale\n", "")


@every_installation
def test_first_calls_type_check(installation: Installation) -> None:
    """mypy --strict sees the types of the installed packages, and refuses the calls that are wrong."""
    programs = [PROGRAMS / name for name in ("first_call.py", "first_call_async.py", "wrong_calls.py")]
    assert_strictly_typed(installation, *programs)


@only("wheel")
def test_without_the_extra_the_command_names_it(installation: Installation) -> None:
    """`visionapis` without click and rich is one line and exit status 2."""
    done = installation.run("visionapis", "--help")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert 'pip install "visionapis[cli]"' in done.stderr


@only("wheel[aiohttp]")
def test_extra_aiohttp_brings_the_transport(installation: Installation, server: str, picture: Path) -> None:
    """An asynchronous client goes over aiohttp when it is told to."""
    done = installation.run("python", "-W", "error", PROGRAMS / "first_call_aiohttp.py", server, picture)
    assert (done.returncode, done.stdout, done.stderr) == (0, "pale\n", "")


@only("wheel")
def test_without_the_extra_the_transport_names_it(installation: Installation, server: str, picture: Path) -> None:
    """`transport="aiohttp"` without aiohttp is a typed error that says what to install."""
    done = installation.run("python", PROGRAMS / "first_call_aiohttp.py", server, picture)
    assert done.returncode == 1
    assert "ConfigurationError: this transport is an extra: pip install 'visionapis[aiohttp]'" in done.stderr


@only("wheel[cli]")
def test_extra_cli_classifies(installation: Installation, server: str, picture: Path) -> None:
    """The command works without the extra that brings emulators."""
    done = installation.run("visionapis", "classify", "roboflow", picture, "--model", "shades/1", "--base-url", server)
    assert (done.returncode, done.stderr) == (0, "")
    assert "pale" in done.stdout


@only("wheel[cli]")
def test_emulating_without_the_extra_names_it(installation: Installation) -> None:
    """`visionapis emulate` without Starlette and the others is one line and exit status 2."""
    done = installation.run("visionapis", "emulate", "roboflow")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert 'pip install "visionapis[testing]"' in done.stderr


@only("wheel[testing]")
def test_extra_testing_emulates(installation: Installation) -> None:
    """An emulator is made, learns and answers in process; the program type-checks."""
    program = PROGRAMS / "emulated_call.py"
    done = installation.run("python", "-W", "error", program)
    assert (done.returncode, done.stdout, done.stderr) == (0, "pale\n", "")
    assert_strictly_typed(installation, program)


@only("wheel[testing]")
def test_extra_testing_brings_the_command(installation: Installation) -> None:
    """`visionapis emulate` serves all vendors and takes a fault; what else the command does names its own extra."""
    done = installation.run("python", "-W", "error", PROGRAMS / "emulated_vendors.py")
    assert (done.returncode, done.stdout, done.stderr) == (0, "418 418 418 418\n", "")
    other = installation.run(
        "visionapis", "classify", "roboflow", "a.png", "--model", "a/1", "--base-url", "http://[::1]:1"
    )
    assert (other.returncode, other.stdout, len(other.stderr.splitlines())) == (2, "", 1)
    assert 'pip install "visionapis[cli]"' in other.stderr


@only("wheel[testing]")
def test_extra_testing_brings_fixtures(installation: Installation, tmp_path: Path) -> None:
    """pytest finds the plugin by itself."""
    test = tmp_path / "test_fixture.py"
    test.write_text("def test_emulator(roboflow_emulator):\n    assert roboflow_emulator.client()\n")
    done = installation.run("pytest", "-q", "-W", "error", "-p", "no:cacheprovider", test)
    assert done.stdout.splitlines()[-1].startswith("1 passed")


@only("wheel[conformance]")
def test_extra_conformance_brings_the_strict_models(installation: Installation) -> None:
    """schemathesis and the strict models are there."""
    done = installation.run("python", PROGRAMS / "strict_models.py")
    assert (done.returncode, done.stdout) == (0, "schemathesis visionapis_contracts.roboflow.models\n")


def assert_strictly_typed(installation: Installation, *programs: Path) -> None:
    """mypy --strict of this environment has nothing to say about programs in another one."""
    # Files are known by their content: what mypy has learnt of one environment holds for equal ones in the next.
    cache = installation.folder.parent / ".mypy_cache"
    there = (f"--python-executable={installation.python}", f"--cache-dir={cache}")
    checked = run("mypy", "--strict", "--config-file=", *there, *programs)
    assert checked.stdout == f"Success: no issues found in {len(programs)} source file{'s'[: len(programs) - 1]}\n"
