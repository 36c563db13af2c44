"""`visionapis classify`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from visionapis import Roboflow

from .shell import problem_in

if TYPE_CHECKING:
    from .shell import Emulation, Shell

MODEL = ("classify", "roboflow", "--model", "shades/1")


def test_json_has_the_results_of_the_client(shell: Shell, emulation: Emulation) -> None:
    """Each line has the image as it was given, the labels unrounded and best first, and the image size."""
    names = ("middle.png", "light.png")
    done = shell.run(*MODEL, "--base-url", emulation.url, "--json", "--threshold", "0", *names)
    with Roboflow(shell.environment["ROBOFLOW_API_KEY"], base_url=emulation.url) as client:
        results = {name: client.classify(shell.directory / name, model="shades/1", threshold=0) for name in names}

    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {
            "image": name,
            "labels": [{"name": label.name, "confidence": label.confidence} for label in result.labels],
            "image_size": {"width": 24, "height": 16},
        }
        for name, result in results.items()
    ]
    assert [len(result.labels) for result in results.values()] == [2, 1]
    assert (done.returncode, done.stderr) == (0, "")


def test_table_has_one_row_per_image(shell: Shell, emulation: Emulation) -> None:
    """Labels are printed as they are, also one that looks like markup."""
    done = shell.run(*MODEL, "--base-url", emulation.url, "dark.png", "light.png")
    rows = [line.replace("│", " ").split()[:2] for line in done.stdout.splitlines() if ".png" in line]

    assert rows == [["dark.png", "[bold]"], ["light.png", "pale"]]
    assert (done.returncode, done.stderr) == (0, "")


def test_image_that_fails_does_not_stop_the_others(shell: Shell, emulation: Emulation) -> None:
    """Each error is on stderr with the name of its image, the results are on stdout, and the exit status is 1."""
    names = ("note.txt", "dark.png", "missing.png", "light.png")
    done = shell.run(*MODEL, "--base-url", emulation.url, "--json", *names)
    messages = [line for line in done.stderr.splitlines() if line.startswith("visionapis: ")]
    others = [line for line in done.stderr.splitlines() if not line.startswith(("visionapis: ", "hint: "))]

    assert [json.loads(line)["image"] for line in done.stdout.splitlines()] == ["dark.png", "light.png"]
    assert [message.split(": ")[1] for message in messages] == ["note.txt", "missing.png"]
    assert (done.returncode, others) == (1, [])


def test_hint_follows_the_message(shell: Shell, emulation: Emulation) -> None:
    """The hint of the client's error is printed on a line of its own after the message."""
    done = shell.with_environment(ROBOFLOW_API_KEY="wrong").run(*MODEL, "--base-url", emulation.url, "dark.png")

    assert [line.partition(": ")[0] for line in done.stderr.splitlines()] == ["visionapis", "hint"]


def test_signature_of_a_url_is_not_shown(shell: Shell, emulation: Emulation) -> None:
    """The error about a URL has the URL without its query."""
    done = shell.run(*MODEL, "--base-url", emulation.url, "https://images.example.com/a.png?signature=abc123")

    assert done.returncode == 1
    assert "https://images.example.com/a.png" in problem_in(done)
    assert "abc123" not in done.stdout + done.stderr


@pytest.mark.parametrize("output", [(), ("--json",)])
def test_rejected_key_is_not_shown(shell: Shell, emulation: Emulation, output: tuple[str, ...]) -> None:
    """A key that the server rejects is exit status 1; the output does not have the key."""
    done = shell.with_environment(ROBOFLOW_API_KEY="canary-wrong").run(
        *MODEL, "--base-url", emulation.url, *output, "dark.png"
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert "canary" not in problem_in(done)


def test_base_url_is_read_from_the_environment(shell: Shell, emulation: Emulation) -> None:
    """ROBOFLOW_BASE_URL is the default of --base-url."""
    done = shell.with_environment(ROBOFLOW_BASE_URL=emulation.url).run(*MODEL, "--json", "light.png")

    assert json.loads(done.stdout)["labels"][0]["name"] == "pale"


def test_unreachable_server_is_a_failed_call(shell: Shell) -> None:
    """Nothing listens on port 1: the error names the image, and the exit status is 1."""
    done = shell.run(*MODEL, "--base-url", "http://127.0.0.1:1", "dark.png")

    assert (done.returncode, done.stdout) == (1, "")
    assert problem_in(done).startswith("visionapis: dark.png: ")


def test_missing_key(shell: Shell) -> None:
    """The hint about a missing key names the environment variable, and no parameter of Python."""
    done = shell.with_environment(ROBOFLOW_API_KEY="").run("classify", "roboflow", "dark.png", "--model", "shades/1")

    assert done.returncode == 2
    assert done.stderr.splitlines() == ["visionapis: no API key", "hint: set ROBOFLOW_API_KEY in the environment"]
