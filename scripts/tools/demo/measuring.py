"""The classification of images with a client, and the time that it takes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, TypeAlias

from .trial import Trial, predict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.progress import Progress

    from visionapis import Attempt, Classification

    from .digits import Digits

    Result: TypeAlias = Classification[Any] | BaseException

KEY = "demo-key"
POLL_INTERVAL = 0.01  # seconds; an emulator's training ends after three requests


def paths(digits: Digits) -> Iterator[Any]:
    """Yield the paths of the images to classify."""
    return (sample.path for sample in digits.unseen)


def measure(
    client: str, about: str, digits: Digits, results: Iterable[Result], attempts: list[Attempt], progress: Progress
) -> Trial:
    """Take the results, for which the requests are sent only now, and measure the time."""
    start = time.perf_counter()
    samples = progress.track(digits.unseen, description=f"{client}: classify")
    predictions = [predict(sample, result) for sample, result in zip(samples, results, strict=True)]
    return Trial(client, about, len(digits.known), len(attempts), time.perf_counter() - start, predictions)
