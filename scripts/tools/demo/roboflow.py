"""Roboflow: the model learns registered examples, for training is no part of the API."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from visionapis import AsyncRoboflow, Roboflow, VisionAPIError
from visionapis_testing import RoboflowEmulator

from .digits import NAMES
from .trial import KEY, Trial, Watched, failed, named, share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.progress import Progress

    from .digits import Digits
    from .trial import Outcome, Sample

MODEL = "digits/1"
IN_FLIGHT = 8


def roboflow(digits: Digits, progress: Progress) -> list[Trial]:
    """Which digit it is, by the sync client and by the async one."""
    emulator = RoboflowEmulator(profile="serverless", api_key=KEY)
    learnt = progress.track(digits.known, description="Roboflow: register digits")
    emulator.register(MODEL, ((sample.content, sample.names[0]) for sample in learnt))
    trial = partial(Trial, "Roboflow", taught=len(digits.known), classes=NAMES)
    with emulator.serve() as url:
        one, several = Watched(), Watched()
        sync = _one_by_one(url, one, digits.unseen, progress)
        asynchronous = asyncio.run(_side_by_side(url, several, digits.unseen, progress))
    emulator.verify()
    about = (
        "Training is not part of this API, so the emulator learnt registered examples. Each picture went out in a call "
        f"of its own: one after another from Roboflow, {IN_FLIGHT} at a time from AsyncRoboflow."
    )
    return [
        trial("which digit?", outcomes=sync, calls=one.calls, scores=[share(sync)], about=about),
        trial(
            f"the same, {IN_FLIGHT} at a time",
            outcomes=asynchronous,
            calls=several.calls,
            scores=[share(asynchronous)],
            about=about,
            shown=False,
        ),
    ]


def _one_by_one(url: str, watched: Watched, samples: Sequence[Sample], progress: Progress) -> list[Outcome]:
    pictures = (sample.picture for sample in progress.track(samples, description="Roboflow: classify"))
    with Roboflow(KEY, base_url=url, on_attempt=watched) as client:
        results = client.classify_many(pictures, model=MODEL)
        return [named(sample, result) for sample, result in zip(samples, results, strict=True)]


async def _side_by_side(url: str, watched: Watched, samples: Sequence[Sample], progress: Progress) -> list[Outcome]:
    bar = progress.add_task("AsyncRoboflow: classify", total=len(samples))
    async with AsyncRoboflow(KEY, base_url=url, max_in_flight=IN_FLIGHT, on_attempt=watched) as client:

        async def classify(sample: Sample) -> Outcome:
            try:
                return named(sample, await client.classify(sample.picture, model=MODEL))
            except VisionAPIError as error:
                return failed(sample, error)
            finally:
                progress.advance(bar)

        return await asyncio.gather(*map(classify, samples))
