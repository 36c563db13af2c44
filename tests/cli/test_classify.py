"""`visionapis classify`."""

from __future__ import annotations

import base64
import json
import os
import signal
from threading import Barrier, Event
from time import sleep
from typing import TYPE_CHECKING

import pytest

from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from visionapis import Roboflow

from .shell import problem_in

if TYPE_CHECKING:
    from tests.helpers.recording import Received

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


def test_text_has_one_line_per_image(shell: Shell, emulation: Emulation) -> None:
    """A line has the name and the labels with their confidences, best first, as they are."""
    done = shell.run(*MODEL, "--base-url", emulation.url, "dark.png", "light.png", "--threshold", "0")
    lines = [line.split() for line in done.stdout.splitlines()]

    assert [line[:2] for line in lines] == [["dark.png", "[bold]"], ["light.png", "pale"]]
    assert [float(line[2].rstrip(",")) > 0.5 for line in lines] == [True, True]
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("output", [(), ("--json",)])
def test_results_are_printed_as_they_come(shell: Shell, output: tuple[str, ...]) -> None:
    """The first result is there before the server responds to the second request."""
    release = Event()

    def respond(received: Received) -> bytes:
        if len(received.body) > len(dark):
            release.wait(30)
        return make_response(SINGLE_LABEL)

    dark = base64.b64encode((shell.directory / "dark.png").read_bytes())
    (shell.directory / "large.png").write_bytes((shell.directory / "dark.png").read_bytes() + bytes(100))
    with RecordingServer(respond) as server:
        process = shell.start(*MODEL, "--base-url", server.url, *output, "dark.png", "large.png")
        assert process.stdout
        first = process.stdout.readline()
        release.set()
        rest, errors = process.communicate()
    assert ("dark.png" in first, "large.png" in rest, errors, process.returncode) == (True, True, "", 0)


def test_requests_are_sent_at_once(shell: Shell) -> None:
    """With --concurrency 3 three requests are in flight at the same time, with 1 one."""
    for concurrency in (1, 3):
        together = Barrier(concurrency)

        def respond(_received: Received, together: Barrier = together) -> bytes:
            together.wait(30)
            return make_response(SINGLE_LABEL)

        names = ["dark.png", "light.png", "middle.png"]
        with RecordingServer(respond) as server:
            done = shell.run(*MODEL, "--base-url", server.url, "--concurrency", str(concurrency), *names)
        assert (done.returncode, [line.split()[0] for line in done.stdout.splitlines()]) == (0, names)


def test_image_that_fails_does_not_stop_the_others(shell: Shell, emulation: Emulation) -> None:
    """Each error is on stderr with the name of its image, also as JSON on stdout in its place; the exit status is 1."""
    names = ("note.txt", "dark.png", "missing.png", "light.png")
    done = shell.run(*MODEL, "--base-url", emulation.url, "--json", *names)
    messages = [line for line in done.stderr.splitlines() if line.startswith("visionapis: ")]
    others = [line for line in done.stderr.splitlines() if not line.startswith(("visionapis: ", "hint: "))]

    documents = [json.loads(line) for line in done.stdout.splitlines()]
    assert [document["image"] for document in documents] == [*names]
    assert [document.get("error", {}).get("type") for document in documents] == ["InvalidImageError", None] * 2
    assert "no such file" in documents[2]["error"]["message"]
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

    assert done.returncode == 1
    assert [json.loads(line)["error"]["status_code"] for line in done.stdout.splitlines()] == [401] * len(output)
    assert "canary" not in problem_in(done) + done.stdout


def test_base_url_is_read_from_the_environment(shell: Shell, emulation: Emulation) -> None:
    """ROBOFLOW_BASE_URL is the default of --base-url."""
    done = shell.with_environment(ROBOFLOW_BASE_URL=emulation.url).run(*MODEL, "--json", "light.png")

    assert json.loads(done.stdout)["labels"][0]["name"] == "pale"


def test_unreachable_server_is_a_failed_call(shell: Shell) -> None:
    """Nothing listens on port 1: the error names the image, and the exit status is 1."""
    done = shell.run(*MODEL, "--base-url", "http://127.0.0.1:1", "dark.png")

    assert (done.returncode, done.stdout) == (1, "")
    assert problem_in(done).startswith("visionapis: dark.png: ")


def test_retries_and_timeout_are_those_of_the_client(shell: Shell) -> None:
    """A 503 is retried --max-retries times, and --timeout limits a call."""
    busy = make_response("", status="503 Service Unavailable", retry_after="0")
    with RecordingServer(busy) as server:
        done = shell.run(*MODEL, "--base-url", server.url, "--max-retries", "1", "dark.png")
    assert (done.returncode, len(server.received)) == (1, 2)
    with RecordingServer(make_response(SINGLE_LABEL), delay=20) as server:
        done = shell.run(*MODEL, "--base-url", server.url, "--timeout", "0.3", "--max-retries", "0", "dark.png")
    assert done.returncode == 1
    assert "0.3" in problem_in(done)


def test_interrupt(shell: Shell) -> None:
    """Ctrl-C ends the command with status 130, without a traceback, while requests are in flight."""
    with RecordingServer(make_response(SINGLE_LABEL), delay=20) as server:
        process = shell.start(*MODEL, "--base-url", server.url, "dark.png", "light.png")
        while not server.received:
            sleep(0.02)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=15)
    assert (process.returncode, output, errors.strip()) == (130, "", "")


@pytest.mark.parametrize("output", [(), ("--json",)])
def test_closed_pipe(shell: Shell, emulation: Emulation, output: tuple[str, ...]) -> None:
    """A reader that has left, such as `head`, is no error to report."""
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as pipe:
        done = shell.run(*MODEL, "--base-url", emulation.url, *output, "dark.png", "light.png", stdout=pipe)
    assert done.stderr == ""


def test_server_cannot_control_the_terminal(shell: Shell) -> None:
    """Control characters of labels and of error messages are printed as escapes."""
    evil = {**SINGLE_LABEL, "predictions": [{"class": "a\x1b[2Jb\u202e", "class_id": 0, "confidence": 0.9}]}
    with RecordingServer(make_response(evil)) as server:
        text = shell.run(*MODEL, "--base-url", server.url, "dark.png")
        document = shell.run(*MODEL, "--base-url", server.url, "dark.png", "--json")
    assert text.stdout == "dark.png  a\\x1b[2Jb\\u202e 0.900\n"
    assert document.stdout.isascii()
    assert "\x1b" not in document.stdout
    assert json.loads(document.stdout)["labels"][0]["name"] == "a\x1b[2Jb\u202e"


def test_missing_key(shell: Shell) -> None:
    """The hint about a missing key names the environment variable, and no parameter of Python."""
    done = shell.with_environment(ROBOFLOW_API_KEY="").run("classify", "roboflow", "dark.png", "--model", "shades/1")

    assert done.returncode == 2
    assert done.stderr.splitlines() == ["visionapis: no API key", "hint: set ROBOFLOW_API_KEY in the environment"]
