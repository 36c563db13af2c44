"""A server for the examples in the docstrings of the clients."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from visionapis_testing import ImageRecognizeEmulator

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def serve() -> Iterator[str]:
    """Serve the images of the examples."""
    emulator = ImageRecognizeEmulator()
    emulator.register("street.jpg", objects=[("Bicycle", 97.41, [(0.1, 0.2, 0.3, 0.4)])])
    emulator.register("sign.png", texts=[("Platform 4", 96.9, [(0.0, 0.0, 1.0, 0.1)])])
    with emulator.serve() as url:
        yield url
