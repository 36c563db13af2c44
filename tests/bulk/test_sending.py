"""The ledger while requests are in flight."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING, Any

from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from visionapis import AsyncRoboflow
from visionapis_bulk import Job, JobOptions, writer
from visionapis_bulk.schema import connect

from .jobs import KEY, make_images, make_job

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.helpers.recording import Received


class SlowDisk(ThreadPoolExecutor):
    """Commits late."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call a function after a while."""

        def call() -> Any:
            time.sleep(0.05)
            return fn(*args, **kwargs)

        return super().submit(call)


def test_requests_leave_when_they_are_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a request arrives, another process reads in the ledger that it was sent, and that it is booked."""
    monkeypatch.setattr(writer, "ThreadPoolExecutor", SlowDisk)
    make_images(tmp_path / "images", 3)
    found: list[tuple[str, int]] = []

    def respond(_received: Received) -> bytes:
        with closing(connect(tmp_path / "a.job", write=False)) as connection:
            query = "SELECT state, calls.number FROM items LEFT JOIN calls ON number = call WHERE state <> 'done'"
            found.append(next(row for row in connection.execute(query) if row[0] != "pending"))
        return make_response(SINGLE_LABEL)

    with RecordingServer(respond) as server:
        make_job(server.url, tmp_path / "images", tmp_path / "a.job", max_concurrency=1).run_sync()

    assert found == [("sent", 1), ("sent", 2), ("sent", 3)]


def test_limits_of_the_client_are_those_of_the_job(tmp_path: Path) -> None:
    """With a client that sends one request at a time, one item at most is sent, however many calls a job may make."""
    make_images(tmp_path / "images", 6)
    found: list[int] = []

    def respond(_received: Received) -> bytes:
        with closing(connect(tmp_path / "a.job", write=False)) as connection:
            found.append(connection.execute("SELECT count(*) FROM items WHERE state = 'sent'").fetchone()[0])
        return make_response(SINGLE_LABEL)

    with RecordingServer(respond) as server:
        job = Job(
            lambda: AsyncRoboflow(KEY, base_url=server.url, max_concurrency=1),
            tmp_path / "images",
            tmp_path / "a.job",
            arguments={"model": "a/1"},
            options=JobOptions(max_concurrency=8),
        )
        asyncio.run(job.run())

    assert found == [1] * 6
