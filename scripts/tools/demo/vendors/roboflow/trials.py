"""The trials of Roboflow."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from scripts.tools.demo.measuring import KEY, measure, paths
from visionapis import AsyncRoboflow, Roboflow
from visionapis_testing import RoboflowEmulator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.progress import Progress

    from scripts.tools.demo.digits import Digits
    from scripts.tools.demo.measuring import Result
    from scripts.tools.demo.trial import Trial
    from visionapis import Attempt

MODEL = "digits/1"
CONCURRENCY = 8


def trials(digits: Digits, progress: Progress) -> Iterator[Trial]:
    """Classify with the synchronous client, then with the asynchronous one."""
    emulator = RoboflowEmulator(profile="serverless", api_key=KEY)
    emulator.register(MODEL, digits.known)
    with emulator.serve() as url:
        about = (
            "The API has no training: the model is registered with the emulator. One image per request: one after "
            f"another from Roboflow, {CONCURRENCY} at a time from AsyncRoboflow."
        )
        attempts: list[Attempt] = []
        with Roboflow(KEY, base_url=url, on_attempt=attempts.append) as client:
            results: Iterable[Result] = client.classify_many(paths(digits), model=MODEL)
            yield measure("Roboflow", about, digits, results, attempts, progress)
        attempts = []
        results = _concurrent_results(url, digits, attempts)
        yield measure("AsyncRoboflow", about, digits, results, attempts, progress)
    emulator.verify()


def _concurrent_results(url: str, digits: Digits, attempts: list[Attempt]) -> Iterator[Result]:
    async def classify() -> list[Result]:
        async with AsyncRoboflow(KEY, base_url=url, max_concurrency=CONCURRENCY, on_attempt=attempts.append) as client:
            calls = [client.classify(path, model=MODEL) for path in paths(digits)]
            return list(await asyncio.gather(*calls, return_exceptions=True))

    yield from asyncio.run(classify())
