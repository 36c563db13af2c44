"""An operation of each vendor that accepts an uploaded image."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.vendors.imagerecognize.emulator import api as imagerecognize
from tests.vendors.nanonets.emulator import api as nanonets
from visionapis_generated.ximilar import operations
from visionapis_testing import XimilarEmulator

from .channels import KEY, new_emulator

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis_testing import Emulator


@dataclass(frozen=True)
class Target:
    """An operation that accepts an uploaded image, and how to call it."""

    emulator: Callable[[], Emulator]
    path: str
    headers: dict[str, str]
    part: str = "file"
    fields: tuple[tuple[str, str], ...] = ()

    def parts(self, image: bytes) -> list[tuple[str, Any]]:
        """Return the parts of a valid multipart request with an image."""
        return [*((name, (None, value)) for name, value in self.fields), (self.part, ("a.png", image))]


TARGETS = {
    "imagerecognize": Target(
        imagerecognize.make_emulator, imagerecognize.PATH, {}, fields=(("apikey", KEY), ("type", "celebrities"))
    ),
    "nanonets": Target(nanonets.make_emulator, f"{nanonets.API}/OCR/Model/receipts/LabelFile/", nanonets.AUTHORIZATION),
    "roboflow": Target(new_emulator, f"/colours/1?api_key={KEY}", {}),
    "ximilar": Target(
        lambda: XimilarEmulator(api_key=KEY),
        f"{operations.IMAGES_UPLOAD_FILE.path}/",
        {"authorization": f"Token {KEY}"},
        part="img_path",
    ),
}
