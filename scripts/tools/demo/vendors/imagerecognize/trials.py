"""The trials of ImageRecognize."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.tools.demo.measuring import KEY, measure, paths
from visionapis import ImageRecognize
from visionapis_testing import ImageRecognizeEmulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress

    from scripts.tools.demo.digits import Digits
    from scripts.tools.demo.trial import Trial
    from visionapis import Attempt


def trials(digits: Digits, progress: Progress) -> Iterator[Trial]:
    """Register images with the emulator, then classify: the API has no training."""
    emulator = ImageRecognizeEmulator(api_key=KEY)
    for sample in progress.track(digits.known, description="ImageRecognize: register"):
        emulator.register(sample.path, objects=[(sample.label, 100.0, [])])
    attempts: list[Attempt] = []
    with emulator.serve() as url, ImageRecognize(KEY, base_url=url, on_attempt=attempts.append) as client:
        results = client.classify_many(paths(digits))
        about = "The API has no training: the emulator returns the label of the most similar registered image."
        yield measure("ImageRecognize", about, digits, results, attempts, progress)
    emulator.verify()
