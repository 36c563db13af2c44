"""`visionapis compare`."""

from __future__ import annotations

import base64
import json
import signal
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.helpers.recording import RESET, SINGLE_LABEL, RecordingServer, make_response

from .shell import Shell, problem_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.helpers.recording import Received

GOOD, BAD = "roboflow:good/1", "roboflow:bad/1"
LABELS = ("cat", "dog")


def respond(received: Received) -> bytes:
    """Label the images of the shell: the model `bad` gives the label `kitty`."""
    number = base64.b64decode(received.body)[8]
    label = "kitty" if "bad" in received.path else LABELS[number % 2]
    predictions = [{"class": label, "class_id": 1, "confidence": 0.9}]
    return make_response({**SINGLE_LABEL, "predictions": predictions, "top": label, "confidence": 0.9})


@pytest.fixture
def server() -> Iterator[RecordingServer]:
    """Run a server with two models."""
    with RecordingServer(respond) as server:
        yield server


@pytest.fixture
def folder(shell: Shell, server: RecordingServer, tmp_path: Path) -> Shell:
    """Return the shell in a folder with 20 labelled images."""
    for number in range(20):
        path = tmp_path / "photos" / LABELS[number % 2] / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes([number]) + bytes(99))
    return Shell(tmp_path, shell.environment).with_environment(ROBOFLOW_BASE_URL=server.url)


def test_targets_are_compared(folder: Shell, server: RecordingServer) -> None:
    """The result is a table, a JSON object or a page; a second run sends nothing more, also with other names."""
    done = folder.call("compare", "photos", BAD, GOOD, "--out", "report.html", "--price", f"{GOOD}=0.0015")
    (folder.directory / "names.json").write_text(json.dumps({BAD: {"kitty": "cat"}}))
    again = folder.call("compare", "photos", BAD, GOOD, "--labels", "names.json", "--json")

    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr, len(server.received)) == (0, "", 40)
    assert lines[0] == "20 of 20 images were labelled by every target"
    assert lines[2].split()[:2] == ["target", "accuracy"]
    assert [line.split()[:2] for line in lines[3:5]] == [[GOOD, "100.0%"], [BAD, "0.0%"]]
    assert "1.50" in lines[3]
    assert f"{GOOD} and {BAD}: {GOOD} is better (+100.0 points" in done.stdout
    assert f"{BAD}: labels that no image has: kitty (20); see --labels" in done.stdout
    assert "<!doctype html>" in (folder.directory / "report.html").read_text()
    assert sorted(path.suffix for path in (folder.directory / "compare.jobs").iterdir()) == [".job", ".job"]
    document = json.loads(again.stdout)
    assert [(each["target"], each["accuracy"]) for each in document["targets"]] == [(GOOD, 1.0), (BAD, 0.5)]
    assert document["targets"][0]["cost"] == pytest.approx(0.03)
    assert document["targets"][0]["latency"]["p99"] > 0
    assert len(document["disagreements"]) == 10


def test_limits_are_told(folder: Shell, server: RecordingServer) -> None:
    """A budget bounds all targets together; its end is told, with status 3."""
    prices = ("--price", f"{GOOD}=0.5", "--price", f"{BAD}=0.5")
    done = folder.call("compare", "photos", GOOD, BAD, "--budget", "5", *prices)

    assert done.returncode == 3
    assert "The limit is reached: 5 of 20 images were labelled by every target." in done.stdout
    assert len(server.received) == 10


def test_target_that_fails_is_named(folder: Shell) -> None:
    """A target whose key is rejected ends the comparison, with status 1, and the error and its hint are printed."""
    with RecordingServer(make_response({"message": "denied"}, status="401 Unauthorized")) as server:
        shell = folder.with_environment(ROBOFLOW_BASE_URL=server.url)
        done = shell.call("compare", "photos", GOOD, "--json")

    assert done.returncode == 1
    assert json.loads(done.stdout)["reason"] == "failed"
    stopping, *problem = done.stderr.splitlines()
    assert stopping == f"{GOOD}: the server rejects all requests; waiting for the requests in flight"
    assert problem[0].startswith(f"visionapis: {GOOD}: ")


def test_interrupted_comparison_reports(folder: Shell) -> None:
    """Ctrl-C waits for what is in flight, and ends with the result of what every target has settled, and status 130."""
    with RecordingServer(respond, delay=0.5) as server:
        shell = folder.with_environment(ROBOFLOW_BASE_URL=server.url)
        process = shell.start("compare", "photos", GOOD, "--concurrency", "2")
        while len(server.received) < 3 and process.poll() is None:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate()

    assert process.returncode == 130
    assert errors.startswith("interrupted; waiting for the requests in flight; press Ctrl-C again")
    assert f"Interrupted: {len(server.received)} of 20 images were labelled." in output
    assert len(server.received) < 20


def test_unknown_images_are_not_compared(folder: Shell) -> None:
    """An image that was sent without a response is left out, and not sent again unless that is asked for."""
    with RecordingServer(RESET, respond) as server:
        shell = folder.with_environment(ROBOFLOW_BASE_URL=server.url)
        first, again = (shell.call("compare", "photos", GOOD, "--concurrency", "1") for _ in range(2))
        sent = len(server.received)
        shell.call(*first.stderr.split("visionapis ")[1].split(), "resend")
        last = shell.call("compare", "photos", GOOD)

    assert [each.stdout.split()[0] for each in (first, again, last)] == ["19", "19", "20"]
    assert first.stderr == again.stderr
    assert (sent, len(server.received), last.stderr) == (20, 21, "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["photos"], "name a TARGET to measure, such as roboflow:pets/3, or several to compare"),
        (["photos", GOOD, "--until-clear"], "it needs two or more"),
        (["photos", GOOD, "--price", f"{GOOD}=1/hour"], "is not TARGET=AMOUNT or TARGET=AMOUNT/call"),
        (["photos", "other:a"], "the target 'other:a' is not one of a vendor"),
        (["missing", GOOD], "there is no file or folder 'missing'"),
        (["photos", GOOD, "--out", "report.txt"], "'report.txt' is not the name of an HTML file"),
        (["photos", GOOD, "--out", "none/report.html"], "there is no folder 'none'"),
        (["photos", GOOD, "--price", "1"], "'1' is not TARGET=AMOUNT"),
        (["photos", GOOD, "--budget", "1"], f"a budget requires the price of each target: '{GOOD}' has none"),
        (["photos", GOOD, "--label-column", "a"], "'photos' is not a CSV file"),
    ],
)
def test_wrong_usage(folder: Shell, server: RecordingServer, arguments: list[str], message: str) -> None:
    """Wrong usage is told in a line, with status 2, before anything is sent."""
    done = folder.call("compare", *arguments)

    assert message in problem_in(done)
    assert (done.returncode, server.received) == (2, [])


def test_missing_package(folder: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that is not installed is named, with the command that installs it."""
    for name in ("visionapis_bulk.compare.page", "visionapis._pages.template"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "jinja2", None)
    done = folder.call("compare", "photos", GOOD)

    assert problem_in(done) == 'visionapis: missing module: jinja2\nhint: pip install "visionapis[compare]"\n'
    assert done.returncode == 2
