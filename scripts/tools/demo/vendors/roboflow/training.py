"""The training of Roboflow."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from visionapis_testing import RoboflowEmulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress

    from scripts.tools.demo.digits import Digits
    from scripts.tools.demo.vendors import Served

MODEL = "digits/1"


@contextmanager
def serve_trained(digits: Digits, key: str, progress: Progress) -> Iterator[Served]:
    """Register a model with the emulator: the API has no training."""
    emulator = RoboflowEmulator(profile="serverless", api_key=key)
    emulator.register(MODEL, list(progress.track(digits.known, description="Roboflow: register")))
    with emulator.serve() as url:
        yield url, f"roboflow:{MODEL}"
    emulator.verify()
