"""`visionapis classify`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from visionapis import Roboflow

if TYPE_CHECKING:
    from .shell import Emulation, Shell

MODEL = ("classify", "roboflow", "--model", "shades/1")


def test_json_is_one_document_a_picture_with_what_the_client_gets(shell: Shell, emulation: Emulation) -> None:
    """Each line holds the picture as it was given, labels unrounded and best first, and the size."""
    done = shell.run(*MODEL, "--base-url", emulation.url, "--json", "--threshold", "0", "middle.png", "light.png")
    with Roboflow(shell.environment["ROBOFLOW_API_KEY"], base_url=emulation.url) as client:
        results = {
            name: client.classify(shell.folder / name, model="shades/1", threshold=0)
            for name in ("middle.png", "light.png")
        }
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {
            "picture": name,
            "labels": [{"name": label.name, "confidence": label.confidence} for label in result.labels],
            "size": {"width": 24, "height": 16},
        }
        for name, result in results.items()
    ]
    assert [len(result.labels) for result in results.values()] == [2, 1]
    assert (done.returncode, done.stderr) == (0, "")


def test_table_holds_labels_as_they_are(shell: Shell, emulation: Emulation) -> None:
    """A row a picture; a label that looks like markup is text."""
    done = shell.run(*MODEL, "--base-url", emulation.url, "dark.png", "light.png")
    rows = [line.replace("│", " ").split()[:2] for line in done.stdout.splitlines() if ".png" in line]
    assert rows == [["dark.png", "[bold]"], ["light.png", "pale"]]
    assert (done.returncode, done.stderr) == (0, "")


def test_a_picture_that_fails_does_not_stop_the_others(shell: Shell, emulation: Emulation) -> None:
    """What fails is one line each on stderr, naming the picture; the rest is on stdout, and the exit status is 1."""
    done = shell.run(*MODEL, "--base-url", emulation.url, "--json", "note.txt", "dark.png", "missing.png", "light.png")
    assert [json.loads(line)["picture"] for line in done.stdout.splitlines()] == ["dark.png", "light.png"]
    first, second = done.stderr.splitlines()
    assert first.startswith("visionapis: ")
    assert second.startswith("visionapis: ")
    assert "note.txt" in first
    assert "missing.png" in second
    assert done.returncode == 1


def test_a_signed_url_is_shown_without_its_signature(shell: Shell, emulation: Emulation) -> None:
    """The message of a picture that cannot be fetched names its address up to the question mark."""
    url = "https://pictures.example.com/a.png?signature=abc123"
    done = shell.run(*MODEL, "--base-url", emulation.url, url)
    assert "https://pictures.example.com/a.png" in done.stderr
    assert "abc123" not in done.stdout + done.stderr
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)


@pytest.mark.parametrize("output", [(), ("--json",)])
def test_a_wrong_key_is_one_line_without_the_key(shell: Shell, emulation: Emulation, output: tuple[str, ...]) -> None:
    """A refused call is exit status 1; the key is in no output."""
    stranger = shell.with_environment(ROBOFLOW_API_KEY="canary-wrong")
    done = stranger.run(*MODEL, "--base-url", emulation.url, *output, "dark.png")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    assert "canary" not in done.stderr


def test_the_address_is_read_from_the_environment(shell: Shell, emulation: Emulation) -> None:
    """ROBOFLOW_BASE_URL stands in for --base-url."""
    done = shell.with_environment(ROBOFLOW_BASE_URL=emulation.url).run(*MODEL, "--json", "light.png")
    assert json.loads(done.stdout)["labels"][0]["name"] == "pale"


def test_an_unreachable_server_is_a_failed_call(shell: Shell) -> None:
    """Nothing listens on port 1: one line, exit status 1."""
    done = shell.run(*MODEL, "--base-url", "http://127.0.0.1:1", "dark.png")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    assert done.stderr.startswith("visionapis: dark.png: ")
