# Generated from specs by scripts/regenerate. Do not edit.
"""The clients of all vendors, for type checkers; `visionapis` imports each on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visionapis.imagerecognize import AsyncImageRecognize, ImageRecognize
    from visionapis.nanonets import AsyncNanonets, Nanonets
    from visionapis.roboflow import AsyncRoboflow, Roboflow
    from visionapis.ximilar import AsyncXimilar, Ximilar

__all__ = [
    "AsyncImageRecognize",
    "AsyncNanonets",
    "AsyncRoboflow",
    "AsyncXimilar",
    "ImageRecognize",
    "Nanonets",
    "Roboflow",
    "Ximilar",
]
