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
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.shell import Shell
from tests.docs.test_readme import block_with

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
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The server of all jobs here."""
    with serving(tmp_path_factory.mktemp("server"), delay=0.1) as running:
        yield running


@pytest.fixture(scope="module", autouse=True)
def _ray(service: Service) -> Iterator[None]:
    """Start Ray with two processors, which the jobs of this process use; its workers have this environment."""
    if find_spec("ray") is None:
        reason = "Ray is not installed: it has no wheel for this Python or this machine"
        if HAS_WHEEL and os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    import ray

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("ROBOFLOW_API_KEY", KEY)
        patch.setenv("ROBOFLOW_BASE_URL", service.url)
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        ray.init(address="local", num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
        yield
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


def test_killed_workers_send_nothing_twice(service: Service, tmp_path: Path) -> None:
    """Actors that are killed at random moments are replaced; no image is sent twice, each is exported once."""
    hashes = make_images(tmp_path / "images", 300)
    killed: list[int] = []
    print(f"seed {SEED}")
    killer = threading.Thread(target=kill_workers, args=(service, random.Random(SEED), killed), daemon=True)
    killer.start()
    arguments = ("images", "--model", "a/1", "--ray", "auto", "--ray-workers", "2", "--job", "a.job")
    done = Shell(tmp_path, {**os.environ}).call("label", "roboflow", *arguments)
    killer.join(10)

    verify(service, tmp_path / "a.job", hashes, kills=KILLS)
    assert (done.returncode in {0, 1}, len(killed)) == (True, KILLS), done.stderr
    assert "300 of 300 images" in done.stderr


def test_dataset_within_a_budget(service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example of the README labels a dataset with two workers up to the limit of calls, equal images once.

    The job is resumed without Ray, and without the dataset.
    """
    rows = [{"image": PNG + bytes([number % 7]), "number": number} for number in range(8)]
    monkeypatch.chdir(tmp_path)
    before = service.requests()
    example = block_with("from visionapis_bulk.ray import").replace("5000", "5")
    example = example.replace('read_parquet("s3://bucket/images")', "from_items(rows, override_num_blocks=1)")
    exec(compile(example, "README.md", "exec"), {"rows": rows})  # noqa: S102  (the project's own README)
    first = service.requests() - before
    arguments = ("--max-calls", "9", "--out", "labels.jsonl")
    resumed = Shell(tmp_path, {**os.environ}).call("label", "--resume", "images.job", *arguments)
    requests = service.requests() - before

    assert (resumed.returncode, first.total(), requests.total(), max(requests.values())) == (0, 5, 7, 1), resumed.stderr
    lines = [json.loads(line) for line in (tmp_path / "labels.jsonl").read_text().splitlines()]
    assert sorted(line["fields"]["number"] for line in lines) == [*range(8)]
    assert {line["state"] for line in lines} == {"done"}
    assert [line.get("duplicate_of") for line in lines].count(None) == 7
