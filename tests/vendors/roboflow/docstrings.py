"""A server for the examples in the docstrings of the clients."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from visionapis_testing import RoboflowEmulator

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def serve() -> Iterator[str]:
    """Serve the model of the examples."""
    emulator = RoboflowEmulator("self-hosted")  # some calls are only those of a server of your own
    emulator.register("images/3", [("photo.jpg", "cat"), ("street.jpg", "street")])
    with emulator.serve() as url:
        yield url
