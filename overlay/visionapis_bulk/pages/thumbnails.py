"""Small copies of images, as data URIs."""

from __future__ import annotations

import base64
import io
import warnings
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

if TYPE_CHECKING:
    from pathlib import Path

WIDTH = 96

MAX_PIXELS = 50_000_000
"""Pixels of the largest image that is decoded; a JPEG image is decoded at an eighth of its size or more."""


def thumbnail(path: Path) -> str | None:
    """Return the data URI of a small copy; None for a file that Pillow cannot read, or that is too large for that."""
    try:
        if not path.is_file():  # the opening of a pipe waits for its other end
            return None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about metadata, and large images
            with Image.open(path) as image:
                image.draft("RGB", (2 * WIDTH, 2 * WIDTH))
                if image.width * image.height > MAX_PIXELS:
                    return None
                small = ImageOps.exif_transpose(image).convert("RGB")
        small.thumbnail((WIDTH, WIDTH))
        file = io.BytesIO()
        small.save(file, "JPEG", quality=80)
    except Exception:  # noqa: BLE001  (Pillow raises many kinds for a damaged file; the page has its name)
        return None
    return f"data:image/jpeg;base64,{base64.b64encode(file.getvalue()).decode()}"
