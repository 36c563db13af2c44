"""The number of calls in flight, which adapts to the vendor."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from visionapis import AsyncRoboflow
from visionapis_bulk import Job, JobOptions
from visionapis_bulk.slots import Slots

from .jobs import KEY, make_images

if TYPE_CHECKING:
    from pathlib import Path

OK = make_response(SINGLE_LABEL)


def test_slots_shrink_and_grow() -> None:
    """A throttled vendor halves the slots once per pause; growing latencies reduce them, successes raise them."""

    async def main() -> list[int]:
        slots, limits = Slots(32), list[int]()
        pauses = [slots.throttled(0.01) for _ in range(5)]  # of calls that were in flight together
        limits.append(int(slots.limit))
        assert [pause is not None for pause in pauses] == [True, False, False, False, False]
        for _ in range(1000):
            slots.succeeded(0.2)
        limits.append(int(slots.limit))
        for _ in range(100):
            slots.succeeded(2.0)
        limits.append(int(slots.limit))
        for _ in range(1000):
            slots.succeeded(0.2)
        limits.append(int(slots.limit))
        slots.close()
        return limits

    halved, full, slow, again = asyncio.run(main())
    assert (halved, full, again) == (16, 32, 32)
    assert slow < 24


def test_slots_are_given_in_turn() -> None:
    """Who waits longest gets the next slot, and one that is cancelled while it waits takes none."""

    async def main() -> list[str]:
        slots, order = Slots(1), list[str]()

        async def use(name: str) -> None:
            await slots.acquire()
            order.append(name)
            await asyncio.sleep(0)
            slots.release()

        tasks = [asyncio.create_task(use(name)) for name in "abcd"]
        await asyncio.sleep(0)
        tasks[2].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert slots.in_use == 0
        return order

    assert asyncio.run(main()) == ["a", "b", "d"]


def test_pauses_double_without_retry_after() -> None:
    """A vendor that does not say how long to wait is asked again after 1, 2, 4 seconds and so on, at most 60."""

    async def main() -> list[float]:
        slots, pauses = Slots(8), list[float]()
        for _ in range(9):
            pauses.append(slots.throttled(None) or 0.0)
            slots._paused_until = time.monotonic() - 1  # pyright: ignore[reportPrivateUsage]  (in place of a wait)
        slots.close()
        return pauses

    pauses = asyncio.run(main())
    expected = [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert all(0.75 * most <= pause <= most for pause, most in zip(pauses, expected, strict=True))


def test_rate_limits_of_the_client_do_not_time_out(tmp_path: Path) -> None:
    """Calls wait for `requests_per_minute` longer than their timeout; a stopped job does not wait for them."""
    make_images(tmp_path / "images", 8)
    with RecordingServer(OK) as server:
        job = Job(
            lambda: AsyncRoboflow(KEY, base_url=server.url, requests_per_minute=300, timeout=0.3),
            tmp_path / "images",
            tmp_path / "a",
            arguments={"model": "a/1"},
            options=JobOptions(max_concurrency=8),
        )
        first = job.run_sync()
        make_images(tmp_path / "more", 40)
        job = Job(
            lambda: AsyncRoboflow(KEY, base_url=server.url, requests_per_minute=20),
            tmp_path / "more",
            tmp_path / "b",
            arguments={"model": "a/1"},
            options=JobOptions(max_concurrency=8, time_limit=0.5),
        )
        start = time.monotonic()
        second = job.run_sync()

    assert (first.reason, first.progress.counts["done"]) == ("finished", 8)
    assert (second.reason, second.progress.counts["pending"]) == ("time_limit", 40 - second.progress.counts["done"])
    assert time.monotonic() - start < 5
