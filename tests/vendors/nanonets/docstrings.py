"""A server for the examples in the docstrings of the clients."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from visionapis_testing import NanonetsEmulator
from visionapis_testing.vendors.nanonets import LabelledBox

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def serve() -> Iterator[str]:
    """Serve both models of the examples."""
    emulator = NanonetsEmulator()
    emulator.clock.step = 60.0  # the first poll of a prediction finds it finished
    emulator.register("3f2a9c1e", [("seven.png", "7"), ("one.png", "1")])
    emulator.register(
        "9d0c4b7a", [("receipt.pdf", [LabelledBox("total", 6, 3, 46, 13, "48.20 EUR")])], model_type="ocr"
    )
    with emulator.serve() as url:
        yield url
