"""The vendors that have an emulator."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visionapis_testing.emulator.base import Emulator

EMULATORS = {
    "imagerecognize": "ImageRecognizeEmulator",
    "nanonets": "NanonetsEmulator",
    "roboflow": "RoboflowEmulator",
    "ximilar": "XimilarEmulator",
}
"""Names in `visionapis_testing`, by vendor. Each class can be called with an `api_key` alone."""


def key_variable(vendor: str) -> str:
    """Return where in the environment the vendor's client looks for its key."""
    return "XIMILAR_TOKEN" if vendor == "ximilar" else f"{vendor.upper()}_API_KEY"


def emulator(vendor: str, **options: object) -> Emulator:
    """Return a new emulator; the options are those of its class."""
    import visionapis_testing

    made: Emulator = getattr(visionapis_testing, EMULATORS[vendor])(**options)
    return made
