"""Where each vendor's emulator takes a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from visionapis_testing import XimilarEmulator

from . import imagerecognize, nanonets
from .channels import KEY, new_emulator

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis_testing import Emulator


@dataclass(frozen=True)
class Target:
    """Where a vendor takes a picture."""

    emulator: Callable[[], Emulator]
    path: str
    headers: dict[str, str]
    part: str = "file"
    fields: tuple[tuple[str, str], ...] = ()

    def parts(self, picture: bytes) -> list[tuple[str, Any]]:
        """The parts of a good request but for the picture."""
        return [*((name, (None, value)) for name, value in self.fields), (self.part, ("a.png", picture))]


TARGETS = {
    "imagerecognize": Target(
        imagerecognize.taught, imagerecognize.PATH, {}, fields=(("apikey", KEY), ("type", "celebrities"))
    ),
    "nanonets": Target(nanonets.emulator_with, "/api/v2/OCR/Model/receipts/LabelFile/", nanonets.AUTHORIZATION),
    "roboflow": Target(new_emulator, f"/colours/1?api_key={KEY}", {}),
    "ximilar": Target(
        lambda: XimilarEmulator(api_key=KEY),
        "/recognition/v2/training-image/",
        {"authorization": f"Token {KEY}"},
        part="img_path",
    ),
}
