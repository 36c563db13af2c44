"""The training of ImageRecognize."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from visionapis_testing import ImageRecognizeEmulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress

    from scripts.tools.demo.digits import Digits
    from scripts.tools.demo.vendors import Served


@contextmanager
def serve_trained(digits: Digits, key: str, progress: Progress) -> Iterator[Served]:
    """Register images with the emulator: the API has no training. It returns the label of the most similar one."""
    emulator = ImageRecognizeEmulator(api_key=key)
    for sample in progress.track(digits.known, description="ImageRecognize: register"):
        emulator.register(sample.path, objects=[(sample.label, 100.0, [])])
    with emulator.serve() as url:
        yield url, "imagerecognize"
    emulator.verify()
