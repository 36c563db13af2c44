"""Label a folder in three ways: as a job, with the client in a plain gather, and with aiohttp alone."""

from __future__ import annotations

import asyncio
import base64
import json
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp

from visionapis import AsyncRoboflow
from visionapis_bulk import Job, JobOptions
from visionapis_bulk.ray import RayJob

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

RESPONSE = json.dumps(
    {
        "inference_id": "1", "time": 0.1, "image": {"width": 1, "height": 1},
        "predictions": [{"class": "a", "class_id": 0, "confidence": 0.9}], "top": "a", "confidence": 0.9,
    }
).encode()  # fmt: skip
ARGUMENTS = {"model": "a/1"}


def make_client(url: str) -> AsyncRoboflow:
    """Return the client of a server."""
    return AsyncRoboflow("key", base_url=url, transport="aiohttp")


def as_job(url: str, folder: Path, in_flight: int) -> float:
    """Return the images per second of a job with a new ledger, from its start to its end."""
    return _measure(Job, url, folder, in_flight)


def as_ray_job(url: str, folder: Path, in_flight: int, workers: int) -> float:
    """Return the same of a job with workers of the Ray that this process is connected to."""
    return _measure(partial(RayJob, workers=workers), url, folder, in_flight)


def _measure(make_job: Callable[..., Job], url: str, folder: Path, in_flight: int) -> float:
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        options = JobOptions(max_concurrency=in_flight)
        job = make_job(partial(make_client, url), folder, Path(scratch, "a.job"), arguments=ARGUMENTS, options=options)
        start = time.perf_counter()
        summary = job.run_sync()
        elapsed = time.perf_counter() - start
    if summary.progress.counts["done"] != summary.progress.total:
        raise RuntimeError(f"not all images were labelled: {summary}")
    return summary.progress.total / elapsed


def with_gather(url: str, folder: Path, in_flight: int) -> float:
    """Return the images per second of the client, whose calls are gathered."""

    async def main(paths: Sequence[Path]) -> None:
        client = make_client(url)
        await _gather(paths, in_flight, lambda path: client.classify(path.read_bytes(), model="a/1"))
        await client.aclose()

    return _rate(main, folder)


def with_aiohttp(url: str, folder: Path, in_flight: int) -> float:
    """Return the images per second of aiohttp alone, with nothing that is checked or recorded."""

    async def main(paths: Sequence[Path]) -> None:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

            async def post(path: Path) -> None:
                await post_image(session, url, _read(path))

            await _gather(paths, in_flight, post)

    return _rate(main, folder)


def _read(path: Path) -> bytes:
    return path.read_bytes()


async def post_image(session: aiohttp.ClientSession, url: str, image: bytes) -> str:
    """Send an image with aiohttp alone, and return its best label."""
    headers = {"authorization": "Bearer key", "content-type": "application/x-www-form-urlencoded"}
    async with session.post(f"{url}/a/1", data=base64.b64encode(image), headers=headers) as response:
        return str(json.loads(await response.read())["predictions"][0]["class"])


def _rate(main: Callable[[Sequence[Path]], Awaitable[None]], folder: Path) -> float:
    start = time.perf_counter()
    paths = sorted(folder.iterdir())

    async def run() -> None:
        await main(paths)

    asyncio.run(run())
    return len(paths) / (time.perf_counter() - start)


async def _gather(paths: Sequence[Path], in_flight: int, call: Callable[[Path], Awaitable[object]]) -> None:
    free = asyncio.Semaphore(in_flight)

    async def limited(path: Path) -> None:
        async with free:
            await call(path)

    await asyncio.gather(*map(limited, paths))
