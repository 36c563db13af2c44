"""Jobs that are killed: nothing is sent twice, and nothing that was recorded is lost."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import pytest

from visionapis_bulk import LedgerError
from visionapis_bulk.exports import read_items
from visionapis_bulk.queries import read_counts
from visionapis_bulk.schema import connect

from .jobs import make_images, run_job, serving, start_job

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess
    from pathlib import Path

    from .jobs import Service

CONCURRENCY = 8
SEED = int(os.environ.get("VISIONAPIS_SEED") or time.time_ns() % 10**6)


def kill(process: BaseProcess) -> None:
    """Kill a process and its children."""
    assert process.pid
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        process.kill()  # it has no group yet
    process.join()


def verify(service: Service, ledger: Path, hashes: list[str], kills: int) -> None:
    """Check a job after it has been killed and resumed to its end: nothing is sent twice, each result is there once."""
    requests = service.requests()
    with closing(connect(ledger, write=False)) as connection:
        items = list(read_items(connection))
        calls = connection.execute("SELECT count(*) FROM calls WHERE billed").fetchone()[0]
    states = {str(item.sha256): item.state for item in items}
    unknown = [digest for digest, state in states.items() if state == "unknown"]

    assert max(requests.values()) == 1, f"seed {SEED}: an image was sent twice"
    assert sorted(str(item.sha256) for item in items) == sorted(hashes)
    assert set(states.values()) <= {"done", "unknown"}
    assert all(requests[digest] for digest, state in states.items() if state == "done")
    assert len(unknown) <= kills * CONCURRENCY
    assert [bool(item.labels) for item in items] == [item.state == "done" for item in items]
    # What is not in flight at a kill costs what one pass costs.
    assert len(hashes) - kills * CONCURRENCY <= sum(requests.values()) <= calls <= len(hashes)


@pytest.mark.parametrize("number", range(5))
def test_killed_jobs_send_nothing_twice(tmp_path: Path, number: int) -> None:
    """A job that is killed five times at random moments and resumed each time sends every image at most once."""
    chance = random.Random(SEED + number)
    hashes = make_images(tmp_path / "images", 120)
    ledger = tmp_path / "a.job"
    print(f"seed {SEED}")
    with serving(tmp_path, delay=0.02) as service:
        unknown = 0
        for _ in range(5):
            process = start_job(service.url, tmp_path / "images", ledger)
            time.sleep(chance.uniform(0.01, 0.3))
            kill(process)
            with suppress(LedgerError), closing(connect(ledger, write=False)) as connection:  # there may be none yet
                counts = read_counts(connection)
                assert counts.get("sent", 0) <= CONCURRENCY
                unknown = counts.get("sent", 0) + counts.get("unknown", 0)
        summary = run_job(service.url, tmp_path / "images", ledger)
        assert summary.reason == "finished"
        verify(service, ledger, hashes, kills=5)
    assert summary.progress.counts["unknown"] == unknown


def test_copies_of_a_ledger_send_nothing_twice(tmp_path: Path) -> None:
    """A ledger that is copied at random moments, as after a power cut, knows of all that was sent until then."""
    chance = random.Random(SEED)
    hashes = make_images(tmp_path / "images", 120)
    ledger = tmp_path / "a.job"
    print(f"seed {SEED}")
    with serving(tmp_path, delay=0.02) as service:
        for number in range(5):
            process = start_job(service.url, tmp_path / "images", ledger)
            time.sleep(chance.uniform(0.05, 0.25))
            assert process.pid
            with suppress(ProcessLookupError):  # it may have ended
                os.kill(process.pid, signal.SIGSTOP)
            copy = tmp_path / f"{number}.job"
            for suffix in ("", "-wal"):
                if (part := tmp_path / f"{ledger.name}{suffix}").exists():
                    shutil.copy(part, f"{copy}{suffix}")
            kill(process)
            ledger = copy
        run_job(service.url, tmp_path / "images", ledger)
        verify(service, ledger, hashes, kills=5)


def test_stopped_processes_go_on(tmp_path: Path) -> None:
    """A job that is stopped for a while, with requests in flight, goes on without sending anything again."""
    hashes = make_images(tmp_path / "images", 80)
    ledger = tmp_path / "a.job"
    with serving(tmp_path, delay=0.02) as service:
        process = start_job(service.url, tmp_path / "images", ledger)
        assert process.pid
        for _ in range(3):
            time.sleep(0.1)
            os.kill(process.pid, signal.SIGSTOP)
            time.sleep(0.1)
            os.kill(process.pid, signal.SIGCONT)
        process.join(30)
        verify(service, ledger, hashes, kills=0)
    assert process.exitcode == 0
