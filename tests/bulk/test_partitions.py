"""Partitions of a job, each with a worker: lost workers, drivers and machines, and shares of the limits."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import threading
import time
from contextlib import closing, suppress
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from visionapis_bulk import LedgerError, Progress, Summary
from visionapis_bulk.ray.journal import Journal, Storage
from visionapis_bulk.ray.shares import Shares, Spending
from visionapis_bulk.records import Budget, Changes
from visionapis_bulk.schema import connect

from .jobs import PNG, PROCESSES, make_images, run_job, serving
from .processes import ProcessJob, run_driver
from .test_kills import SEED, verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis_bulk import Event

    from .jobs import Service
    from .processes import Process

CHANGES = Changes([(1, "sent", None, None, 7, None)], [], [(7, 1, 1, None)])


def after_requests(service: Service, count: int, action: Callable[[], object]) -> None:
    """Do something, in a thread, when the server has received a number of further requests."""
    end = service.requests().total() + count

    def wait() -> None:
        while service.requests().total() < end:
            time.sleep(0.002)
        action()

    threading.Thread(target=wait, daemon=True).start()


def test_killed_workers_send_nothing_twice(tmp_path: Path) -> None:
    """Ten workers that are killed at random moments are replaced; no image is sent twice, each is exported once."""
    chance = random.Random(SEED)
    hashes = make_images(tmp_path / "images", 400)
    kills = iter(range(10))
    print(f"seed {SEED}")
    with serving(tmp_path, delay=0.02) as service:

        def kill_later(worker: Process) -> None:
            number, delay = next(kills, None), chance.uniform(0.0, 0.15)

            def kill() -> None:
                journal = tmp_path / "a.job.storage" / f"epoch-{worker.epoch}"
                while number not in {0, 1} and not [*journal.glob("*.json")]:
                    time.sleep(0.002)
                time.sleep(delay)
                worker.process.kill()

            if number is not None:
                threading.Thread(target=kill, daemon=True).start()

        summary = ProcessJob(service.url, tmp_path / "images", tmp_path / "a.job", on_start=kill_later).run_sync()
        verify(service, tmp_path / "a.job", hashes, kills=10)

    assert (summary.reason, next(kills, None)) == ("finished", None)
    assert summary.progress.counts["done"] + summary.progress.counts["unknown"] == 400
    assert not (tmp_path / "a.job.storage").exists()


def test_workers_that_were_cut_off_send_nothing_more(tmp_path: Path) -> None:
    """A worker that stands still, is taken for lost, and goes on while another one has its partition, ends at once."""
    hashes = make_images(tmp_path / "images", 120)
    stopped: list[Process] = []
    with serving(tmp_path, delay=0.02) as service:

        def stop_later(worker: Process) -> None:
            if stopped:
                return
            stopped.append(worker)
            loop = asyncio.get_running_loop()

            def stop() -> None:
                os.kill(worker.process.pid or 0, signal.SIGSTOP)
                loop.call_soon_threadsafe(worker.lost.set)

            after_requests(service, 5, stop)
            after_requests(service, 40, lambda: os.kill(worker.process.pid or 0, signal.SIGCONT))

        ProcessJob(service.url, tmp_path / "images", tmp_path / "a.job", on_start=stop_later).run_sync()
        stopped[0].process.join(30)
        verify(service, tmp_path / "a.job", hashes, kills=1)

    assert stopped[0].process.exitcode == 0


def test_lost_driver_leaves_nothing_to_be_sent_twice(tmp_path: Path) -> None:
    """When the driver is killed and its workers go on, the job is resumed on one machine, and they end."""
    hashes = make_images(tmp_path / "images", 160)
    with serving(tmp_path, delay=0.02) as service:
        driver = PROCESSES.Process(target=run_driver, args=(service.url, tmp_path / "images", tmp_path / "a.job"))
        driver.start()
        while service.requests().total() < 20:
            time.sleep(0.005)
        driver.kill()
        driver.join()
        summary = run_job(service.url, tmp_path / "images", tmp_path / "a.job")
        workers = [int(line) for line in (tmp_path / "pids").read_text().split()]
        while any(map(is_running, workers)):
            time.sleep(0.01)
        verify(service, tmp_path / "a.job", hashes, kills=1)

    assert summary.reason == "finished"
    with closing(connect(tmp_path / "a.job", write=False)) as connection:
        assert connection.execute("SELECT value FROM job WHERE name = 'epochs'").fetchone() == ("{}",)


def is_running(process: int) -> bool:
    """Return whether a process has not ended."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def test_rate_is_that_of_all_workers(tmp_path: Path) -> None:
    """With two requests per minute, each of two workers sends one; what is pending stays so when the job is stopped."""
    make_images(tmp_path / "images", 20)
    with serving(tmp_path) as service:
        job = ProcessJob(service.url, tmp_path / "images", tmp_path / "a.job", rate=2)

        async def main() -> list[Event]:
            events: list[Event] = []
            async for event in job.stream():
                events.append(event)
                if isinstance(event, Progress) and event.counts["done"] >= 2:
                    job.stop()
            return events

        summary = asyncio.run(main())[-1]
        requests = service.requests()

    assert isinstance(summary, Summary)
    assert (summary.reason, requests.total(), summary.progress.calls) == ("interrupted", 2, 2)
    assert (summary.progress.counts["done"], summary.progress.counts["pending"]) == (2, 18)


def test_worker_that_is_started_while_the_job_is_stopped(tmp_path: Path) -> None:
    """It is told as the others are, and the job ends with what was not sent pending."""
    make_images(tmp_path / "images", 200)
    with serving(tmp_path, delay=0.05) as service:
        job = ProcessJob(service.url, tmp_path / "images", tmp_path / "a.job", on_start=lambda _: job.stop())
        summary = job.run_sync()
        counts = summary.progress.counts

        assert summary.reason == "interrupted"
        assert (counts["pending"] > 150, counts["claimed"], counts["sent"]) == (True, 0, 0)
        assert service.requests().total() <= counts["done"] + counts["unknown"]


def test_lost_storage_is_told(tmp_path: Path) -> None:
    """When the journal of a worker is missing, nothing is sent: nobody knows what that worker had sent."""
    make_images(tmp_path / "images", 3)
    with serving(tmp_path) as service:
        run_job(service.url, tmp_path / "images", tmp_path / "a.job", max_calls=1)
        with closing(connect(tmp_path / "a.job", write=True)) as connection:
            epochs = json.dumps({"4": str(tmp_path / "gone")})
            connection.execute("INSERT INTO job VALUES('epochs', ?)", (epochs,))
        with pytest.raises(LedgerError, match=r"/gone/epoch-4' in the storage of the job is missing"):
            run_job(service.url, None, tmp_path / "a.job")

        assert service.requests().total() == 1


def test_images_in_memory_are_kept_in_the_storage(tmp_path: Path) -> None:
    """Equal bytes are sent once by all workers together, and a job whose images have been listed needs no iterable."""
    images = [PNG + bytes([number % 12]) for number in range(24)]
    with serving(tmp_path) as service:
        job = ProcessJob(service.url, images, tmp_path / "a.job")
        job.stop()
        first = job.run_sync()
        again = ProcessJob(service.url, None, tmp_path / "a.job").run_sync()
        requests = service.requests()

    assert (first.reason, first.progress.counts["pending"]) == ("interrupted", 24)
    assert (again.reason, len(requests), max(requests.values())) == ("finished", 12, 1)
    assert (again.progress.counts["done"], again.progress.counts["duplicate"]) == (12, 12)
    assert len([*(tmp_path / "a.job.storage" / "images").iterdir()]) == 12


@pytest.mark.parametrize("url", ["storage", "memory://jobs/{}"], ids=["folder", "URL"])
def test_journals_have_complete_segments_only(tmp_path: Path, url: str) -> None:
    """A segment that was not written to its end is not read, and none is written when the epoch has ended."""
    storage = Storage(url.format(tmp_path.name) if "://" in url else str(tmp_path / url))
    (tmp_path / "ledger").write_bytes(b"a ledger")
    writing, reading = Journal(storage, 3), Journal(storage, 3)
    writing.begin(tmp_path / "ledger")
    writing.fetch(tmp_path / "copy")
    writing.append(CHANGES)
    storage.write(f"{storage.path}/epoch-3/0000000002.json", json.dumps(astuple(CHANGES)).encode()[:20])

    assert (tmp_path / "copy").read_bytes() == b"a ledger"
    assert [json.dumps(astuple(each)) for each in reading.read()] == [json.dumps(astuple(CHANGES))]
    reading.delete_read()
    assert reading.read() == []
    reading.end()
    with pytest.raises(LedgerError, match="another worker has taken over"):
        writing.append(CHANGES)
    reading.remove()
    with pytest.raises(LedgerError, match="another worker has taken over"):
        writing.append(CHANGES)


def test_storage_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    """The error is one line with the place, and without the query of a URL."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(LedgerError, match=f"cannot use the storage '{tmp_path}/file/a'"):
        Storage(f"{tmp_path}/file/a").keep_image(b"1")
    with pytest.raises(LedgerError, match=r"cannot open the storage 'nothing://a': ") as caught:
        Storage("nothing://a?key=secret")
    assert "secret" not in str(caught.value)


def test_budget_is_spent_as_a_whole() -> None:
    """Workers lease what is left in parts; one waits for what others give back, and all together get all of it."""

    async def work(shares: Shares, epoch: int, calls: int) -> int:
        await shares.begin(epoch)
        spent, budget = 0, Budget(0, 0)
        while spent < calls:
            if spent >= (budget.max_calls or 0):
                budget = await shares.lease(epoch, Spending(spent, 5 * spent), 5)
                if spent >= (budget.max_calls or 0):
                    break
            spent += 1
            await asyncio.sleep(0)
        await shares.end(epoch, Spending(spent, 5 * spent))
        return spent

    async def main(budget: Budget) -> list[int]:
        shares = Shares(budget, rate=None, workers=2)
        found = [*await asyncio.gather(work(shares, 1, 3), work(shares, 2, 100))]
        return [*found, await work(shares, 3, 100)]

    assert asyncio.run(main(Budget(20))) == [3, 17, 0]
    assert asyncio.run(main(Budget(20, 54))) == [3, 7, 0]
    assert asyncio.run(main(Budget(200, 10_000))) == [3, 100, 97]


def test_rate_of_a_lost_worker_is_free_after_a_minute() -> None:
    """Workers share the rate; the one in the place of another waits until no request of that one is in the window."""
    now = 0.0

    async def main() -> None:
        nonlocal now
        shares = Shares(Budget(), rate=601, workers=2, clock=lambda: now)
        assert [await shares.begin(1), await shares.begin(2)] == [300, 300]
        now = 100.0
        await shares.end(1, Spending())
        await shares.end(2, Spending())
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(shares.begin(3), 0.01)
        now = 160.0
        assert await shares.begin(4) == 300

    asyncio.run(main())
