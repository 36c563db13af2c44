"""Jobs in processes of their own, which tests kill, and the servers that count their requests."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from visionapis import AsyncRoboflow
from visionapis_bulk import Job, JobOptions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.context import ForkServerProcess

    from visionapis_bulk import Summary

KEY = "rf_canary-key"
ROOT = Path(__file__).parents[2]
PNG = b"\x89PNG\r\n\x1a\n"

# Processes are forked from one that has imported what a job needs: each starts in milliseconds.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(
    ["tests.bulk.processes", "visionapis_bulk.job", "visionapis._transport.aiohttp", "fsspec.implementations.local"]
)


@dataclass(frozen=True)
class Service:
    """A running server, and the log of its requests."""

    url: str
    log: Path

    def requests(self) -> Counter[str]:
        """Return the number of requests per image that were accepted."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return Counter(line.split()[0] for line in lines)


@contextmanager
def serving(folder: Path, **options: float) -> Iterator[Service]:
    """Run a server that writes its log into a folder."""
    log = folder / "requests.log"
    arguments = [text for name, value in options.items() for text in (f"--{name}", str(value))]
    program = [sys.executable, "-m", "tests.bulk.server", str(log), *arguments]
    with subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield Service(f"http://127.0.0.1:{process.stdout.readline().strip()}", log)
        finally:
            process.kill()


def make_images(folder: Path, count: int) -> list[str]:
    """Write different images into a folder, and return the hashes of their bytes."""
    folder.mkdir(exist_ok=True)
    hashes: list[str] = []
    for number in range(count):
        content = PNG + number.to_bytes(4, "big") + bytes(200)
        (folder / f"{number:04}.png").write_bytes(content)
        hashes.append(hashlib.sha256(content).hexdigest())
    return hashes


def make_job(url: str, source: object, ledger: Path, *, key: str = KEY, model: str = "a/1", **options: Any) -> Job:
    """Return a job that classifies with a model of a server."""
    options = {"max_concurrency": 8, **options}
    return Job(
        lambda: AsyncRoboflow(key, base_url=url, transport="aiohttp"),
        source,
        ledger,
        arguments={"model": model},
        options=JobOptions(**options),
    )


def run_job(url: str, source: object, ledger: Path, **options: Any) -> Summary:
    """Run a job to its end."""
    return make_job(url, source, ledger, **options).run_sync()


def start_job(url: str, source: object, ledger: Path, **options: Any) -> ForkServerProcess:
    """Start a job in a process of its own, a group that a signal can be sent to."""
    process = PROCESSES.Process(target=_run_in_group, args=(url, source, ledger), kwargs=options)
    process.start()
    return process


def _run_in_group(url: str, source: object, ledger: Path, **options: Any) -> None:
    os.setpgid(0, 0)
    run_job(url, source, ledger, **options)
