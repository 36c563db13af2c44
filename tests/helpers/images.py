"""Small real pictures."""

from __future__ import annotations

import io

from PIL import Image


def picture(
    format_: str = "PNG", size: tuple[int, int] = (8, 4), colour: tuple[int, int, int] = (200, 30, 30)
) -> bytes:
    """A picture of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, format=format_)
    return buffer.getvalue()
