# Generated from specs by scripts/regenerate. Do not edit.
"""The emulators of all vendors, for type checkers; `visionapis_testing` imports each on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visionapis_testing.vendors.imagerecognize.emulator import (
        ImageRecognizeEmulator,
    )
    from visionapis_testing.vendors.nanonets.emulator import NanonetsEmulator
    from visionapis_testing.vendors.roboflow.emulator import RoboflowEmulator
    from visionapis_testing.vendors.ximilar.emulator import XimilarEmulator

__all__ = [
    "ImageRecognizeEmulator",
    "NanonetsEmulator",
    "RoboflowEmulator",
    "XimilarEmulator",
]
