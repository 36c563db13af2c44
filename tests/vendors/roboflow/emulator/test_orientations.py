"""The image size in Roboflow's responses, which is that of the upright image."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.emulators.channels import KEY, new_emulator

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.emulators.channels import Channel
    from visionapis_testing import Emulator


@pytest.mark.parametrize("orientation", range(1, 9))
def test_size_of_a_rotated_image(open_new: Callable[[Emulator], Channel], orientation: int) -> None:
    """Width and height are exchanged for the orientations that exchange rows and columns, 5 to 8."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    photo = io.BytesIO()
    Image.new("RGB", (24, 16), "red").save(photo, "JPEG", exif=exif)
    channel = open_new(new_emulator())

    response = channel.request("POST", f"/colours/1?api_key={KEY}", files={"file": ("a.jpg", photo.getvalue())})

    width, height = (16, 24) if orientation >= 5 else (24, 16)
    assert response.json()["image"] == {"width": width, "height": height}
