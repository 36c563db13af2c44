"""The vendors that have an emulator."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visionapis_generated.vendor import Vendor
    from visionapis_testing.emulator.base import Emulator

EMULATORS = {
    "imagerecognize": "ImageRecognizeEmulator",
    "nanonets": "NanonetsEmulator",
    "roboflow": "RoboflowEmulator",
    "ximilar": "XimilarEmulator",
}
"""Names in `visionapis_testing`, by vendor. Each class can be called with an `api_key` alone."""


def find_vendor(vendor: str) -> Vendor:
    """Return the address, the environment variables and the limits of a vendor's API."""
    from visionapis._vendors import find_vendor

    return find_vendor(vendor)


def emulator(vendor: str, **options: object) -> Emulator:
    """Return a new emulator; the options are those of its class."""
    import visionapis_testing

    made: Emulator = getattr(visionapis_testing, EMULATORS[vendor])(**options)
    return made
