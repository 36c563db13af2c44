"""Encode images of Pillow and NumPy as PNG, without importing either."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING, Any, cast

from visionapis.errors import InvalidImageError

if TYPE_CHECKING:
    from .protocols import Array, PILImage

# Modes of Pillow that PNG supports, and modes that are converted to RGB first.
PNG_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "I;16"})
COLOUR_MODES = frozenset({"CMYK", "YCbCr", "LAB", "HSV", "PA", "La", "RGBa", "RGBX"})

# The `Transpose` of Pillow that undoes each EXIF orientation.
# https://pillow.readthedocs.io/en/stable/reference/ImageOps.html#PIL.ImageOps.exif_transpose
ORIENTATION = 0x0112
UPRIGHT = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}

# The fastest level of zlib: an image is sent once, and higher levels gain little on photographs.
LEVEL = 1


def encode_image(image: PILImage) -> bytes:
    """Return a Pillow image as PNG, upright. Raises InvalidImageError."""
    if image.mode not in COLOUR_MODES | PNG_MODES:
        raise InvalidImageError(
            f"unsupported PIL mode {image.mode!r}", hint="convert the image to 8-bit first, e.g. mode 'L'"
        )
    buffer = io.BytesIO()
    try:
        # Upright, because PNG readers differ in whether they apply an orientation.
        turn = UPRIGHT.get(image.getexif().get(ORIENTATION))
        image = image.convert("RGB") if image.mode in COLOUR_MODES else image
        (image if turn is None else image.transpose(turn)).save(buffer, format="PNG", compress_level=LEVEL)
    except Exception as error:  # noqa: BLE001  (Pillow reads the file only now, and may raise anything)
        reason = type(error).__name__
    else:
        return buffer.getvalue()
    # Without the cause, whose text may quote the image's file.
    raise InvalidImageError(
        f"cannot encode the image ({reason})", hint="check that its file is complete and was open while it was loaded"
    )


def encode_array(array: Array) -> bytes:
    """Return a NumPy array as PNG. Raises InvalidImageError unless it is RGB."""
    shape = array.shape
    if str(array.dtype) != "uint8" or len(shape) != 3 or shape[2] != 3 or not all(shape):
        raise InvalidImageError(
            f"an array of shape {shape} and dtype {array.dtype} is not an RGB image",
            hint="pass an array of shape height x width x 3 and dtype uint8",
        )
    # The filter "Sub", number 1, of PNG: each value minus that of its left neighbour, modulo 256. It makes photographs
    # about a third smaller. https://www.w3.org/TR/png-3/#9Filter-types
    pixels = cast("Any", array)
    steps = pixels.copy()
    steps[:, 1:] -= pixels[:, :-1]
    rows = b"".join(b"\1" + row.tobytes() for row in steps)
    header = struct.pack(">IIBBBBB", shape[1], shape[0], 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, LEVEL)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
