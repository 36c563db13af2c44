"""Images that are pixels in memory, of Pillow and of NumPy, made into PNG; neither is imported."""

from __future__ import annotations

import io
import struct
import zlib
from typing import IO, Any, Protocol, cast, runtime_checkable

from visionapis.errors import PictureError


@runtime_checkable
class PILImage(Protocol):
    """An image of Pillow; a protocol, so that Pillow is needed only by who has such images."""

    @property
    def mode(self) -> str:
        """Names the colour channels, for example `RGB`."""
        ...

    def save(self, fp: IO[bytes], format: str | None = None, **params: Any) -> None:  # noqa: A002  (Pillow's name)
        """Write the image to a file."""
        ...

    def convert(self, mode: str | None = None) -> PILImage:
        """The image in another colour mode."""
        ...

    def getexif(self) -> Any:
        """What the camera noted, by number."""
        ...

    def transpose(self, method: Any) -> PILImage:
        """The image turned or mirrored."""
        ...


@runtime_checkable
class Array(Protocol):
    """An array of NumPy; a protocol, so that NumPy is needed only by who has such arrays."""

    @property
    def shape(self) -> tuple[int, ...]:
        """The length of each axis: height, width, channels."""
        ...

    @property
    def dtype(self) -> Any:
        """What kind of number each value is."""
        ...

    @property
    def __array_interface__(self) -> Any:
        """Where the values are; tells an array of NumPy from those of others."""
        ...


# Modes of Pillow that PNG can hold as they are, and those whose colours it holds once they are RGB.
PNG_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "I;16"})
COLOUR_MODES = frozenset({"CMYK", "YCbCr", "LAB", "HSV", "PA", "La", "RGBa", "RGBX"})

# What undoes each EXIF orientation, as a number of Pillow's `Transpose`.
# https://pillow.readthedocs.io/en/stable/reference/ImageOps.html#PIL.ImageOps.exif_transpose
ORIENTATION = 0x0112
UPRIGHT = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}

# The fastest level of zlib: pictures are sent once, and higher levels gain little on photographs.
LEVEL = 1


def encode_image(image: PILImage) -> bytes:
    """An image of Pillow as PNG, upright. Raises PictureError."""
    if image.mode not in COLOUR_MODES | PNG_MODES:
        raise PictureError(f"an image of mode {image.mode} says nothing of black and white; scale it to 8 bits, mode L")
    buffer = io.BytesIO()
    try:
        # Upright, because PNG readers differ in whether they look for an orientation.
        turn = UPRIGHT.get(image.getexif().get(ORIENTATION))
        image = image.convert("RGB") if image.mode in COLOUR_MODES else image
        (image if turn is None else image.transpose(turn)).save(buffer, format="PNG", compress_level=LEVEL)
    except Exception as error:  # noqa: BLE001  (Pillow's readers of files raise whatever they come across)
        reason = f"{type(error).__name__}: {error}"
    else:
        return buffer.getvalue()
    raise PictureError(f"the image cannot be encoded ({reason}); is its file whole, and still open?")


def encode_array(array: Array) -> bytes:
    """An array of NumPy as PNG. Raises PictureError unless it is RGB."""
    shape = array.shape
    if str(array.dtype) != "uint8" or len(shape) != 3 or shape[2] != 3 or not all(shape):
        raise PictureError(
            f"an array of shape {shape} and dtype {array.dtype} is no picture; one is height x width x 3, RGB, of uint8"
        )
    # Each value less that of its left neighbour, modulo 256: the filter "Sub", number 1, of PNG. It makes a photograph
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
