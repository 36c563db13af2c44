"""Read and apply the orientation of an image: that of its EXIF data, as the vendors' servers do.

Roboflow's server decodes images with OpenCV, which ignores an orientation in XMP; so do web browsers. Pillow's own
`exif_transpose` applies it.
"""

from __future__ import annotations

from typing import Any, Literal

EXIF_PREFIX = b"Exif\0\0"
"""The bytes before the EXIF data in a JPEG, and in `info` of Pillow."""

# EXIF 2.32, section 4.6.4.
_TAG = 0x0112
QUARTER_TURNS = range(5, 9)
"""The orientations that exchange width and height."""

# The `Transpose` of Pillow that undoes each orientation.
# https://pillow.readthedocs.io/en/stable/reference/ImageOps.html#PIL.ImageOps.exif_transpose
_TURNS = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}


def read_orientation(exif: bytes) -> int:
    """Return the orientation in EXIF data, which has the structure of a TIFF file; 1, upright, if there is none.

    As OpenCV does, take the first entry and the first two bytes of its value, whatever its type.
    """
    order: Literal["little", "big"]
    if exif.startswith(b"II*\0"):
        order = "little"
    elif exif.startswith(b"MM\0*"):
        order = "big"
    else:
        return 1
    start = int.from_bytes(exif[4:8], order)
    count = int.from_bytes(exif[start : start + 2], order)
    for offset in range(start + 2, min(start + 2 + 12 * count, len(exif) - 11), 12):
        if int.from_bytes(exif[offset : offset + 2], order) == _TAG:
            return int.from_bytes(exif[offset + 8 : offset + 10], order)
    return 1


def orientation_of(image: Any) -> int:
    """Return the EXIF orientation of an image of Pillow. Raises what Pillow raises."""
    if "exif" not in image.info:
        image.load()  # the EXIF data of a PNG may follow the pixels
    exif: bytes = image.info.get("exif", b"")
    return read_orientation(exif.removeprefix(EXIF_PREFIX))


def upright(image: Any) -> Any:
    """Return an image of Pillow after its EXIF orientation is applied. Raises what Pillow raises."""
    turn = _TURNS.get(orientation_of(image))
    return image if turn is None else image.transpose(turn)
