"""`visionapis emulate` and `visionapis check` of a vendor that has nothing but a contract."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.helpers.invented import SCHEMES, secured, shelter, write_package

from .shell import problem_in

if TYPE_CHECKING:
    from .shell import Shell


NO_KEYS = {"components": {}, "info": {"title": "OpenThings", "version": "1"}}


@pytest.fixture(scope="module")
def installed(shell: Shell, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Return a shell in whose Python the packages of invented vendors are installed."""
    directory = tmp_path_factory.mktemp("installed")
    write_package(directory, "shelter", shelter())
    write_package(directory, "things", secured(SCHEMES["oauth"]))
    write_package(directory, "walled", {**secured(SCHEMES["basic"]), "info": {"title": "Walled", "version": "1"}})
    write_package(directory, "open_things", {**secured({}, security=[{}]), **NO_KEYS})
    paths = os.pathsep.join(filter(None, [str(directory), shell.environment["PYTHONPATH"]]))
    return replace(shell, environment={**shell.environment, "PYTHONPATH": paths})


def test_check_of_an_emulator_passes(installed: Shell) -> None:
    """The emulator of each contract conforms to it, whatever key it needs; the printed variables have URL and key."""
    for vendor, key in {"shelter": "test-key", "things": "test-id:test-key", "open_things": "test-key"}.items():
        with installed.emulate(vendors=[vendor]) as emulation:
            variables = {f"{vendor.upper()}_BASE_URL": emulation.url, f"{vendor.upper()}_API_KEY": key}
            line = emulation.next_error().rstrip()
            result = installed.with_environment(**variables).run("check", vendor)

        assert line == f"export {vendor.upper()}_BASE_URL={emulation.url} {vendor.upper()}_API_KEY={key}"
        assert result.returncode == 0, result.stdout + result.stderr
        assert key not in result.stdout + result.stderr


def test_check_needs_no_key_without_security(installed: Shell) -> None:
    """A contract without security needs no key."""
    with installed.emulate(vendors=["open_things"]) as emulation:
        result = installed.run("check", "open_things", "--url", emulation.url)

    assert result.returncode == 0, result.stdout + result.stderr


def test_check_of_everything(installed: Shell) -> None:
    """With all effects allowed, creations are called, and fuzzing finds no fault."""
    with installed.emulate(vendors=["shelter"]) as emulation:
        shell = installed.with_environment(SHELTER_API_KEY="test-key")
        allowed = ("--allow", "mutating", "--allow", "billable", "--max-billable", "99", "--max-requests", "2000")
        result = shell.run("check", "shelter", "--url", emulation.url, *allowed, "--fuzz", "--max-examples", "2")

    assert result.returncode == 0, result.stdout + result.stderr
    assert "animals_create" in result.stdout


def test_names_of_a_vendor(installed: Shell) -> None:
    """`--list` shows the operations and the resources of a generic suite."""
    output = installed.run("check", "shelter", "--list").stdout

    assert "animals_create" in output
    assert "spare_animals" in output
    assert "default" in output


def test_key_in_two_parts(installed: Shell) -> None:
    """A key with one part is rejected where clients send two, by `emulate` and by `check`."""
    done = installed.run("emulate", "things", "--api-key", "simple")
    assert (done.returncode, done.stdout) == (2, "")
    assert "invalid API key in --api-key: it must be client_id:client_secret" in problem_in(done)

    done = installed.with_environment(WALLED_API_KEY="simple").run("check", "walled", "--url", "http://127.0.0.1:1")
    assert (done.returncode, done.stdout) == (2, "")
    assert "invalid API key in WALLED_API_KEY: it must be user:password" in problem_in(done)


@pytest.mark.parametrize("vendor", ["walled", "things"])
def test_key_with_spaces_and_separators(installed: Shell, vendor: str) -> None:
    """A password and a client's secret may be any text: the emulator takes it, and `check` sends it as clients do."""
    key = "jane doe:pass w\u00f6rd+50%/x:y"
    with installed.emulate("--api-key", key, vendors=[vendor]) as emulation:
        shell = installed.with_environment(**{f"{vendor.upper()}_API_KEY": key})
        result = shell.run("check", vendor, "--url", emulation.url)

    assert result.returncode == 0, result.stdout + result.stderr
    assert "pass w" not in result.stdout + result.stderr


def test_options_and_models_of_a_generic_emulator(installed: Shell) -> None:
    """Options of the class are options of the command line, and models give images their labels."""
    with installed.emulate("--model", "shades=train", "--option", "seed=3", vendors=["shelter"]) as emulation:
        lines = [emulation.next_error(), emulation.next_error()]
        image = (installed.directory / "dark.png").read_bytes()
        response = httpx.post(
            f"{emulation.url}/classify", files={"file": image}, headers={"Authorization": "Bearer test-key"}
        )

    assert lines[1] == "# shades: visionapis classify shelter IMAGE...\n"
    assert response.json()["result"]["tags"][0]["tag"]["en"] == "[bold]"
    assert "# shades: visionapis classify shelter IMAGE...\n" in emulation.errors
