"""`visionapis label`."""

from __future__ import annotations

import csv
import json
import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from tests.helpers.recording import RESET, SINGLE_LABEL, RecordingServer, make_response
from visionapis import AsyncRoboflow
from visionapis_bulk import Job, JobOptions

from .shell import Shell, problem_in

if TYPE_CHECKING:
    from pathlib import Path

    from .shell import Emulation

MODEL = ("--model", "shades/1")
OK = make_response(SINGLE_LABEL)


@pytest.fixture
def folder(shell: Shell, tmp_path: Path) -> Shell:
    """Return the shell in a folder with `photos`: the shell's three images, one of them twice, and a note."""
    for name in ("dark.png", "light.png", "middle.png"):
        target = tmp_path / "photos" / "more" / name if name == "middle.png" else tmp_path / "photos" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((shell.directory / name).read_bytes())
    (tmp_path / "photos" / "again.png").write_bytes((shell.directory / "dark.png").read_bytes())
    (tmp_path / "photos" / "note.txt").write_text("not an image")
    return Shell(tmp_path, shell.environment)


def test_folder_is_labelled(folder: Shell, emulation: Emulation) -> None:
    """A folder's images are labelled, equal ones once, and the results written; the same command sends nothing more."""
    command = (
        "label",
        "roboflow",
        "photos",
        *MODEL,
        "--base-url",
        emulation.url,
        "--out",
        "labels.jsonl",
        "--price",
        "0.5",
    )
    done = folder.run(*command)
    again = folder.run(*command)

    lines = [json.loads(line) for line in (folder.directory / "labels.jsonl").read_text().splitlines()]
    assert {line["image"]: line["labels"][0]["name"] for line in lines} == {
        "photos/again.png": "[bold]",
        "photos/dark.png": "[bold]",
        "photos/light.png": "pale",
        "photos/more/middle.png": lines[-1]["labels"][0]["name"],
    }
    assert [line.get("duplicate_of") for line in lines].count(None) == 3
    assert (done.returncode, again.returncode) == (0, 0)
    for each in (done, again):
        assert "4 of 4 images, 3 done, 1 duplicate, 3 calls, cost 1.50" in each.stderr
        assert each.stdout == ""
    assert sorted(path.name for path in folder.directory.iterdir()) == ["labels.job", "labels.jsonl", "photos"]


def test_job_is_resumed_within_its_limits(folder: Shell) -> None:
    """A limit ends a run with status 3; --resume goes on with the job's own options, unless others are given."""
    with RecordingServer(OK) as server:
        limits = ("--max-calls", "1", "--out", "labels.csv", "--job", "photos.job")
        first = folder.call("label", "roboflow", "photos", *MODEL, "--base-url", server.url, *limits)
        again = folder.call("label", "--resume", "photos.job")
        sent = len(server.received)
        last = folder.call("label", "--resume", "photos.job", "--max-calls", "9", "--json", "--rate-limit", "10/s")
        state = json.loads(folder.call("label", "status", "photos.job", "--json").stdout)

    assert (first.returncode, again.returncode, last.returncode, sent, len(server.received)) == (3, 3, 0, 1, 3)
    assert "the limit of calls is reached\n" in first.stderr  # nothing is in flight
    with (folder.directory / "labels.csv").open(newline="") as file:
        assert [row["state"] for row in csv.DictReader(file)] == ["done"] * 4  # written again by each run
    assert "visionapis label --resume photos.job" in again.stderr
    events = [json.loads(line) for line in last.stdout.splitlines()]
    assert [event["event"] for event in events].count("item") in {2, 3}  # the first run may settle the duplicate
    assert (events[-1]["event"], events[-1]["reason"], events[-1]["calls"]) == ("summary", "finished", 3)
    assert (state["vendor"], state["arguments"], state["counts"]) == (
        "roboflow",
        {"model": "shades/1"},
        {"done": 3, "duplicate": 1},
    )


def test_columns_of_a_table_are_exported(folder: Shell) -> None:
    """The other columns of a CSV file are in the exports; an image that cannot be read is an error there."""
    rows = [["id", "photo"], ["1", "photos/dark.png"], ["2", "photos/missing.png"]]
    (folder.directory / "list.csv").write_text("\n".join(",".join(row) for row in rows))
    with RecordingServer(OK) as server:
        arguments = ("list.csv", "--column", "photo", *MODEL, "--base-url", server.url, "--job", "a", "--no-raw")
        done = folder.call("label", "roboflow", *arguments, "--out", "labels.csv")
    exported = folder.call("label", "export", "a", "--raw")

    with (folder.directory / "labels.csv").open(newline="") as file:
        table = list(csv.DictReader(file))
    assert [(row["id"], row["state"], row["label"]) for row in table] == [("1", "done", "seven"), ("2", "refused", "")]
    assert table[1]["error"] == "cannot read 'photos/missing.png': No such file or directory"
    assert [json.loads(line)["fields"] for line in exported.stdout.splitlines()] == [{"id": "1"}, {"id": "2"}]
    assert '"raw"' not in exported.stdout
    assert done.returncode == 1


def test_page_of_a_job_is_written(folder: Shell) -> None:
    """A page is what the suffix .html says, at the end of a job or later; images without a result have few reasons."""
    (folder.directory / "list.txt").write_text("photos/dark.png\nphotos/missing.png\nphotos/gone.png\n")
    with RecordingServer(OK) as server:
        folder.call("label", "roboflow", "list.txt", *MODEL, "--base-url", server.url, "--out", "page.html")
    later = folder.call("label", "export", "page.job", "--out", "later.html")
    printed = folder.call("label", "export", "page.job", "--format", "html")
    state = folder.call("label", "status", "page.job", "--json")

    pages = [(folder.directory / name).read_text() for name in ("page.html", "later.html")]
    assert pages == [printed.stdout] * 2
    assert "1 of 3 images are labelled" in printed.stdout
    assert (later.stderr, later.returncode) == ("exported 3 images\n", 0)
    reason = "InvalidImageError: cannot read the image: No such file or directory"
    assert json.loads(state.stdout)["errors"] == [{"state": "refused", "error": reason, "count": 2}]


def test_unknown_images_are_decided_upon(folder: Shell) -> None:
    """An image without a response is listed and named in the summary; `resend` lets the next run send it again."""
    with RecordingServer(RESET, OK) as server:
        arguments = ("photos/d*k.png", *MODEL, "--base-url", server.url)
        done = folder.call("label", "roboflow", *arguments)
        listed = folder.call("label", "unknown", "photos.job")
        again = folder.call("label", "--resume", "photos.job")
        sent = len(server.received)
        folder.call("label", "unknown", "photos.job", "resend")
        last = folder.call("label", "--resume", "photos.job")

    assert (done.returncode, again.returncode, last.returncode) == (1, 1, 0)
    assert "visionapis label unknown photos.job" in done.stderr
    assert listed.stdout == "photos/dark.png\n"
    assert (sent, len(server.received)) == (1, 2)


def test_notes_of_others_are_no_options(folder: Shell) -> None:
    """A job with notes of another program, such as one of a comparison, is resumed from the command line."""
    with RecordingServer(OK) as server:
        job = Job(
            lambda: AsyncRoboflow("test-key", base_url=server.url), str(folder.directory / "photos"),
            folder.directory / "a.job", arguments={"model": "shades/1"}, options=JobOptions(max_calls=1),
            notes={"images": "photos", "target": "roboflow:shades/1", "timeout": 30.0},
        )  # fmt: skip
        job.run_sync()
        environment = folder.with_environment(ROBOFLOW_API_KEY="test-key")
        done = environment.call("label", "--resume", "a.job", "--max-calls", "9")
    assert (done.returncode, len(server.received)) == (0, 3)


def test_failed_images_are_sent_again(folder: Shell) -> None:
    """An image that the server failed on is listed, and named in the summary; `resend` lets the next run send it."""
    broken = make_response('{"message": "broken"}', status="500 Broken")
    with RecordingServer(broken, OK) as server:
        done = folder.call("label", "roboflow", "photos", *MODEL, "--base-url", server.url, "--concurrency", "1")
        listed = folder.call("label", "failed", "photos.job")
        again = folder.call("label", "--resume", "photos.job")
        sent = len(server.received)
        resent = folder.call("label", "failed", "photos.job", "resend")
        last = folder.call("label", "--resume", "photos.job")

    assert (done.returncode, again.returncode, resent.returncode, last.returncode) == (1, 1, 0, 0)
    assert "visionapis label failed photos.job" in done.stderr
    assert listed.stdout == "photos/again.png\nphotos/dark.png\n"  # equal bytes
    assert "1 images are to be sent again: visionapis label --resume photos.job" in resent.stderr
    assert (sent, len(server.received)) == (3, 4)


@pytest.mark.parametrize("interrupts", [1, 2])
def test_interrupts_end_a_job(folder: Shell, interrupts: int) -> None:
    """Ctrl-C waits for what is in flight, a second one leaves it unknown; both end with status 130."""
    with RecordingServer(OK, delay=1.0) as server:
        process = folder.start("label", "roboflow", "photos", *MODEL, "--base-url", server.url, "--concurrency", "1")
        assert process.stderr
        while not server.received and process.poll() is None:
            os.sched_yield()
        process.send_signal(signal.SIGINT)
        lines = [process.stderr.readline()]
        if interrupts == 2:
            process.send_signal(signal.SIGINT)
        lines += process.communicate()[1].splitlines()
    state = json.loads(folder.call("label", "status", "photos.job", "--json").stdout)["counts"]

    assert "waiting for 1 request in flight; press Ctrl-C again" in lines[0]
    assert state["pending"] >= 2
    assert state.get("done", 0) + state.get("unknown", 0) == 1
    assert ("unknown" in state) == (interrupts == 2)
    assert process.returncode == 130
    assert "Traceback" not in "".join(lines)


def test_ray_that_is_not_installed(folder: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hint names the extra, and the next run without Ray is the first of the job."""
    monkeypatch.setitem(sys.modules, "ray", None)
    with RecordingServer(OK) as server:
        arguments = ("label", "roboflow", "photos", *MODEL, "--base-url", server.url)
        done = folder.call(*arguments, "--ray", "local")
        sent = len(server.received)
        again = folder.call(*arguments)

    assert (done.returncode, sent, again.returncode, len(server.received)) == (2, 0, 0, 3)
    assert done.stderr.splitlines()[-1] == "hint: pip install 'visionapis[ray]'"


@pytest.mark.parametrize(
    ("arguments", "named", "status"),
    [
        ("label", "command", 2),
        ("label roboflow photos", "--model", 2),
        ("label roboflow missing --model shades/1", "missing", 2),
        ("label roboflow photos --model shades", "shades", 1),
        ("label roboflow photos --model shades/1 --max-cost 3", "--price", 2),
        ("label roboflow photos --model shades/1 --price -1", "-1", 2),
        ("label roboflow photos --model shades/1 --rate-limit 1/h", "1/m", 2),
        ("label roboflow photos --model shades/1 --out labels.txt", "jsonl, csv", 2),
        ("label roboflow photos --model shades/1 --job photos/note.txt", "not a ledger", 1),
        ("label roboflow photos --model shades/1 --base-url nowhere", "base_url", 2),
        ("label roboflow photos --model shades/1 --ray-workers 2", "--ray", 2),
        ("label --resume missing.job", "missing.job", 2),
        ("label status photos/note.txt", "not a ledger", 2),
        ("label export missing.job", "missing.job", 2),
        ("label unknown missing.job give-up", "missing.job", 1),
    ],
)
def test_usage_errors_are_one_line(folder: Shell, arguments: str, named: str, status: int) -> None:
    """One line says what is wrong and names it, and nothing is sent."""
    environment = {"ROBOFLOW_BASE_URL": "http://127.0.0.1:9"}
    done = folder.with_environment(**environment).call(*arguments.split())

    errors = [line for line in done.stderr.splitlines() if line.startswith(("visionapis:", "hint:"))]
    assert named in "\n".join(errors)
    assert done.returncode == status
    assert "Traceback" not in done.stderr
    if status == 2:
        assert named in problem_in(done)
