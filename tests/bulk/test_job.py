"""Jobs: what is sent, what is recorded, and when a run ends."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import itertools
import json
import time
from collections import Counter
from contextlib import closing
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.recording import RESET, SINGLE_LABEL, RecordingServer, make_response
from visionapis import AsyncRoboflow, ConfigurationError
from visionapis_bulk import (
    Event,
    ItemSettled,
    Job,
    JobMismatchError,
    JobOptions,
    Paused,
    SourceError,
    Stopping,
    Summary,
)
from visionapis_bulk.exports import ExportedItem, read_items
from visionapis_bulk.ledger import Ledger
from visionapis_bulk.schema import STATES, connect

from .jobs import KEY, PNG, make_images, make_job, run_job

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.helpers.recording import Received

OK = make_response(SINGLE_LABEL)
BUSY = make_response('{"message": "busy"}', status="429 Busy", retry_after="0.05")


def items_of(ledger: Path, **options: Any) -> list[ExportedItem]:
    """Return the items of a job."""
    with closing(connect(ledger, write=False)) as connection:
        return list(read_items(connection, **options))


def states_of(ledger: Path) -> list[str]:
    """Return the states of the items, in their order."""
    return [item.state for item in items_of(ledger, states=STATES)]


def sent(received: Iterable[Received]) -> list[bytes]:
    """Return the images of requests."""
    return [base64.b64decode(each.body) for each in received]


def test_equal_images_are_sent_once(tmp_path: Path) -> None:
    """Files with the same bytes are one request, also in a later run; each has the result and the first one's name."""
    make_images(tmp_path, 2)
    for name in ("a.png", "b.png", "late.png"):
        (tmp_path / name).write_bytes((tmp_path / "0000.png").read_bytes())
    names = ["0000.png", "a.png", "0001.png", "b.png", "late.png"]
    (tmp_path / "list.txt").write_text("\n".join(names))
    ledger = tmp_path / "a.job"
    with RecordingServer(OK) as server:
        make_job(server.url, tmp_path / "list.txt", ledger, max_calls=2, max_concurrency=1).run_sync()
        summary = run_job(server.url, tmp_path / "list.txt", ledger)

    items = items_of(ledger)
    assert len(server.received) == len(set(sent(server.received))) == 2
    assert (summary.progress.counts["done"], summary.progress.counts["duplicate"]) == (2, 3)
    assert [item.duplicate_of for item in items] == [None, "0000.png", None, "0000.png", "0000.png"]
    assert [[label["name"] for label in item.labels or ()] for item in items] == [["seven", "one"]] * 5


def test_files_that_cannot_be_sent_are_refused_without_a_call(tmp_path: Path) -> None:
    """A missing or empty file, and one that is no image, are refused by name, and nothing is paid for them."""
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "text.png").write_text("not an image")
    (tmp_path / "page.png").write_text("<!doctype html>")
    (tmp_path / "movie.png").write_bytes(bytes(4) + b"ftypmp42" + bytes(50))
    images = ["missing.png", "empty.png", "text.png", "page.png", "movie.png", ".", b"", PNG + b"1"]
    with RecordingServer(OK) as server:
        summary = run_job(
            server.url, [tmp_path / each if isinstance(each, str) else each for each in images], tmp_path / "a"
        )

    items = items_of(tmp_path / "a")
    assert [item.state for item in items] == ["refused"] * 7 + ["done"]
    assert {item.error["type"] for item in items if item.error} == {"InvalidImageError"}
    for item, what in zip(items[2:5], ("text", "HTML", "a video"), strict=True):
        assert item.error
        assert item.error["message"] == f"{item.name!r} is not an image: it is {what}"
        assert item.error["hint"] == "replace the file, or leave it out"
    assert (len(server.received), summary.progress.calls) == (1, 1)


@pytest.mark.parametrize(
    "limits",
    [{"max_calls": 4}, {"price": Decimal("0.1"), "max_cost": Decimal("0.45")},
     {"price": Decimal("0.1"), "max_cost": Decimal("0.4"), "price_per": "call"}],
)  # fmt: skip
def test_budgets_are_those_of_all_runs(tmp_path: Path, limits: dict[str, Any]) -> None:
    """A limit of calls or money ends a run, exactly; a resumed run sends nothing more, and a larger limit the rest."""
    make_images(tmp_path / "images", 9)
    with RecordingServer(BUSY, OK) as server:
        first = run_job(server.url, tmp_path / "images", tmp_path / "a", **limits)
        again = make_job(server.url, None, tmp_path / "a", **limits).run_sync()
        limited = len(server.received)
        last = make_job(server.url, None, tmp_path / "a").run_sync()

    assert first.reason == again.reason == list(limits)[-1 if "price_per" not in limits else 1]
    assert (limited, len(server.received)) == (5, 10)
    assert (first.progress.calls, last.progress.calls, last.reason) == (4, 9, "finished")


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"key": "other"}, "another API key"),
        ({"model": "a/2"}, "model='a/1', not 'a/2'"),
        ({"url": "http://127.0.0.1:9"}, "not 'http://127.0.0.1:9'"),
    ],
)
def test_jobs_of_others_are_not_resumed(tmp_path: Path, changed: dict[str, str], named: str) -> None:
    """A job that was begun with another key, model or server is refused; the difference is named, the key is not."""
    make_images(tmp_path / "images", 3)
    with RecordingServer(OK) as server:
        run_job(server.url, tmp_path / "images", tmp_path / "a", max_calls=1)
        with pytest.raises(JobMismatchError) as caught:
            run_job(**{"url": server.url, "source": None, "ledger": tmp_path / "a", **changed})  # type: ignore[arg-type]  # of several types

    assert named in str(caught.value)
    assert len(server.received) == 1
    assert KEY.encode() not in (tmp_path / "a").read_bytes()


def test_sources_of_others_are_not_mixed(tmp_path: Path) -> None:
    """A job is not resumed with another folder or iterable, nor without the iterable whose images it has."""
    make_images(tmp_path / "images", 3)
    make_images(tmp_path / "others", 3)
    images = [(str(number), PNG + bytes([number])) for number in range(4)]
    with RecordingServer(OK) as server:
        run_job(server.url, tmp_path / "images", tmp_path / "a", max_calls=1)
        run_job(server.url, images, tmp_path / "b", max_calls=1, max_concurrency=1)
        with pytest.raises(JobMismatchError, match="images"):
            run_job(server.url, tmp_path / "others", tmp_path / "a")
        with pytest.raises(SourceError, match="iterable"):
            run_job(server.url, None, tmp_path / "b")
        with pytest.raises(SourceError, match="entry 3 is 'x', and was '2'"):
            run_job(server.url, [*images[:2], ("x", PNG)], tmp_path / "b")
        summary = run_job(server.url, images, tmp_path / "b")

    assert (summary.progress.counts["done"], summary.progress.total) == (4, 4)


def test_key_that_becomes_invalid_stops_the_job(tmp_path: Path) -> None:
    """Status 401 ends the run with the error; what was not accepted is pending, is not billed, and is sent later."""
    make_images(tmp_path / "images", 20)
    invalid = make_response('{"message": "Unauthorized"}', status="401 Unauthorized")
    with RecordingServer(*[OK] * 7, invalid) as server:
        summary = run_job(server.url, tmp_path / "images", tmp_path / "a", max_concurrency=2)
    accepted = sent(server.received)[:7]
    counts = summary.progress.counts

    assert (summary.reason, type(summary.error).__name__) == ("rejected", "AuthenticationError")
    assert (counts["done"], counts["pending"], summary.progress.calls) == (7, 13, 7)
    assert len(server.received) <= 9

    with closing(connect(tmp_path / "a", write=False)) as connection:
        url = json.loads(connection.execute("SELECT value FROM job WHERE name = 'account'").fetchone()[0])["base_url"]
    assert url == server.url
    assert sorted(item.sha256 or "" for item in items_of(tmp_path / "a")) == sorted(
        hashlib.sha256(image).hexdigest() for image in accepted
    )


def test_busy_vendor_is_waited_for(tmp_path: Path) -> None:
    """Status 429 pauses the job for the time that the server asks for, with fewer requests in flight after it."""
    make_images(tmp_path / "images", 12)
    events: list[Event] = []
    with RecordingServer(*[BUSY] * 10, OK) as server:
        job = make_job(server.url, tmp_path / "images", tmp_path / "a")
        job = Job(lambda: AsyncRoboflow(KEY, base_url=server.url), tmp_path / "images", tmp_path / "a",
                  arguments={"model": "a/1"}, on_event=events.append)  # fmt: skip
        summary = job.run_sync()

    paused = [event for event in events if isinstance(event, Paused)]
    assert [event.concurrency for event in paused] == [4, 2, 1][: len(paused)]
    assert {event.seconds for event in paused} == {0.05}
    assert (summary.progress.counts["done"], summary.progress.calls, len(server.received)) == (12, 12, 22)


def test_lost_responses_are_unknown_until_somebody_decides(tmp_path: Path) -> None:
    """An image whose connection broke after it was sent is not sent again, unless somebody asks for it."""
    make_images(tmp_path / "images", 4)
    ledger = tmp_path / "a"

    async def settle(name: str, *state: str) -> int:
        opened = Ledger(ledger)
        count = await opened.writer.durable(getattr(opened, name), *state)
        await opened.close()
        return int(count)

    with RecordingServer(RESET, OK, OK, OK, RESET, OK) as server:
        first = run_job(server.url, tmp_path / "images", ledger, max_concurrency=1)
        second = run_job(server.url, None, ledger)
        resent = asyncio.run(settle("resend", "unknown"))
        third = run_job(server.url, None, ledger)
        given_up = asyncio.run(settle("give_up_unknown"))

    assert [run.progress.counts["unknown"] for run in (first, second, third)] == [1, 1, 1]
    assert (len(server.received), resent, given_up) == (5, 1, 1)
    assert states_of(ledger) == ["failed", "done", "done", "done"]
    assert first.progress.calls == 4


def test_failures_in_a_row_stop_the_job(tmp_path: Path) -> None:
    """Three failed calls in a row end the run; a success in between begins the count anew."""
    make_images(tmp_path / "images", 9)
    bad = make_response('{"message": "broken"}', status="500 Broken")
    with RecordingServer(bad, bad, OK, bad) as server:
        summary = run_job(server.url, tmp_path / "images", tmp_path / "a", max_concurrency=1, max_failures=3)

    assert (summary.reason, len(server.received)) == ("failures", 6)
    assert Counter(states_of(tmp_path / "a")) == {"failed": 5, "done": 1, "pending": 3}


def test_wrong_arguments_can_be_corrected(tmp_path: Path) -> None:
    """A model with an invalid name ends the run before anything is sent, and another name is not a mismatch then."""
    make_images(tmp_path / "images", 2)
    with RecordingServer(OK) as server:
        summary = run_job(server.url, tmp_path / "images", tmp_path / "a", model="a")
        fixed = run_job(server.url, tmp_path / "images", tmp_path / "a")

    assert (summary.reason, type(summary.error)) == ("rejected", ConfigurationError)
    assert (fixed.reason, len(server.received)) == ("finished", 2)


def test_files_that_change_are_sent_as_they_were_read(tmp_path: Path) -> None:
    """The hash in the ledger is that of the bytes which were sent, while the files are being rewritten."""
    make_images(tmp_path / "images", 12)
    versions = itertools.count()

    def respond(_received: Received) -> bytes:
        for path in (tmp_path / "images").iterdir():
            path.write_bytes(PNG + str(next(versions)).encode() * 50)
        return OK

    with RecordingServer(respond) as server:
        run_job(server.url, tmp_path / "images", tmp_path / "a", max_concurrency=2)
    hashes = sorted(hashlib.sha256(image).hexdigest() for image in sent(server.received))

    items = [item for item in items_of(tmp_path / "a") if item.state == "done"]
    assert sorted(item.sha256 or "" for item in items if not item.duplicate_of) == hashes


def test_stopped_runs_end_what_is_in_flight(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`stop` ends the run when the calls in flight have their responses, `abort` at once; the rest is pending.

    The clock of the machine is not read for any of it.
    """
    clock = itertools.count(10**9, -3600)
    monkeypatch.setattr(time, "time", lambda: next(clock))
    make_images(tmp_path / "images", 20)
    for action, state in (("stop", "done"), ("abort", "unknown")):
        with RecordingServer(OK, delay=0.05, crowd=4) as server:
            job: Job

            def end(event: Event) -> None:
                if isinstance(event, ItemSettled):
                    getattr(job, action)()  # noqa: B023  (runs at once)

            job = Job(
                lambda: AsyncRoboflow(KEY, base_url=server.url),
                tmp_path / "images",
                tmp_path / action,
                arguments={"model": "a/1"},
                options=JobOptions(max_concurrency=4),
                on_event=end,
            )
            summary = job.run_sync()
        counts = summary.progress.counts
        assert summary.reason == {"stop": "interrupted", "abort": "aborted"}[action]
        assert 1 <= counts["done"] <= 8
        assert counts["unknown"] == 0 if state == "done" else counts["unknown"] <= 4
        assert counts["done"] + counts["unknown"] == summary.progress.calls >= len(server.received)
        assert counts["sent"] == counts["claimed"] == 0
        assert counts["pending"] == 20 - summary.progress.calls


def test_events_tell_of_every_item(tmp_path: Path) -> None:
    """A stream of events has one per item, and ends with the summary; leaving it aborts the run."""
    make_images(tmp_path / "images", 5)

    async def collect(stop_after: int, ledger: Path, url: str) -> list[Event]:
        events: list[Event] = []
        stream = make_job(url, tmp_path / "images", ledger).stream()
        async for event in stream:
            events.append(event)
            if len(events) == stop_after:
                break
        await stream.aclose()  # type: ignore[attr-defined]  # a generator
        return events

    with RecordingServer(OK) as server:
        events = asyncio.run(collect(99, tmp_path / "a", server.url))
        asyncio.run(collect(1, tmp_path / "b", server.url))

    assert sorted(event.name for event in events if isinstance(event, ItemSettled)) == [
        str(tmp_path / "images" / f"{number:04}.png") for number in range(5)
    ]
    assert isinstance(events[-1], Summary)
    assert not [event for event in events if isinstance(event, Stopping)]
    assert "sent" not in states_of(tmp_path / "b")
