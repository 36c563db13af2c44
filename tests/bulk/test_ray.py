"""Jobs on a local Ray of two workers."""

from __future__ import annotations

import json
import logging
import os
import random
import signal
import sys
import threading
import time
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.shell import Shell
from visionapis import AsyncRoboflow
from visionapis_bulk import JobOptions
from visionapis_bulk.ray import RayJob, label

from .jobs import KEY, PNG, make_images, serving
from .test_kills import SEED, verify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .jobs import Service

# Ray Data warns of itself.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:ray.*")

KILLS = 3
HAS_WHEEL = sys.version_info < (3, 15) and sys.platform in {"linux", "darwin", "win32"}


@pytest.fixture(scope="module")
def ray() -> Iterator[Any]:
    """A local Ray with two processors, which the jobs of this process use; its workers read the key from there."""
    if find_spec("ray") is None:
        reason = "Ray is not installed: it has no wheel for this Python or this machine"
        if HAS_WHEEL and os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    import ray

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("ROBOFLOW_API_KEY", KEY)
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        ray.init(address="local", num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
        yield ray
        ray.shutdown()


def workers_of(process: int) -> set[int]:
    """Return the processes that run actors with a partition, among the descendants of a process."""
    parents: dict[int, int] = {}
    found: set[int] = set()
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(path.name)] = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            if (path / "cmdline").read_bytes().startswith(b"ray::PartitionWorker"):
                found.add(int(path.name))
        except (FileNotFoundError, ProcessLookupError):
            continue

    def descends(each: int) -> bool:
        while each and each != process:
            each = parents.get(each, 0)
        return bool(each)

    return {each for each in found if descends(each)}


def kill_workers(service: Service, chance: random.Random, killed: list[int]) -> None:
    """Kill a worker at each of some random moments."""
    while len(killed) < KILLS:
        end = service.requests().total() + chance.randrange(2, 15)
        while service.requests().total() < end:
            time.sleep(0.005)
        if running := sorted(workers_of(os.getpid()) - {*killed}):
            killed.append(chance.choice(running))
            os.kill(killed[-1], signal.SIGKILL)


def test_killed_workers_send_nothing_twice(ray: Any, tmp_path: Path) -> None:
    """Actors that are killed at random moments are replaced; no image is sent twice, each is exported once."""
    assert ray
    hashes = make_images(tmp_path / "images", 300)
    killed: list[int] = []
    print(f"seed {SEED}")
    with serving(tmp_path, delay=0.1) as service:
        killer = threading.Thread(target=kill_workers, args=(service, random.Random(SEED), killed), daemon=True)
        killer.start()
        client = partial(AsyncRoboflow, base_url=service.url, transport="aiohttp")
        options = JobOptions(progress_interval=0.1)
        job = RayJob(
            client, tmp_path / "images", tmp_path / "a.job", arguments={"model": "a/1"}, options=options, workers=2
        )
        summary = job.run_sync()
        killer.join(10)
        verify(service, tmp_path / "a.job", hashes, kills=KILLS)

    assert (summary.reason, len(killed)) == ("finished", KILLS)


def test_dataset_within_a_budget(ray: Any, tmp_path: Path) -> None:
    """The rows of a dataset are labelled by two workers up to the limit of calls, equal ones once, and exported.

    The command resumes the job without the dataset; its limits are those of the client and of both workers together.
    """
    from ray.data import from_items

    rows = [{"image": PNG + bytes([number % 7]), "number": number} for number in range(8)]
    command = Shell(tmp_path, {**os.environ})
    with serving(tmp_path) as service:
        client = partial(AsyncRoboflow, base_url=service.url, transport="aiohttp")
        options = JobOptions(max_calls=5)
        summary = label(
            from_items(rows, override_num_blocks=1),
            client,
            tmp_path / "a.job",
            arguments={"model": "a/1"},
            options=options,
        )
        sent = service.requests().total()
        arguments = ("--ray", "auto", "--ray-workers", "1", "--max-calls", "9", "--out", "a.jsonl")
        more = command.call("label", "--resume", "a.job", *arguments)
        requests = service.requests()

    assert ray.is_initialized()
    assert (summary.reason, summary.progress.calls, sent) == ("max_calls", 5, 5)
    assert (more.returncode, requests.total(), max(requests.values())) == (0, 7, 1), more.stderr
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
    assert sorted(line["fields"]["number"] for line in lines) == [row["number"] for row in rows]
    assert {line["state"] for line in lines} == {"done"}
    assert [line.get("duplicate_of") for line in lines].count(None) == 7
