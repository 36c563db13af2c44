"""Encode arrays of NumPy, without importing it."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Any, Literal, cast

from visionapis.errors import InvalidImageError

from .pillow import PNG_LEVEL, PillowImage

if TYPE_CHECKING:
    from .protocols import Array

# The colour type of PNG for each number of channels. https://www.w3.org/TR/png-3/#table111
_COLOUR_TYPES = {1: 0, 3: 2, 4: 6}

_SHAPES = "height x width, or height x width x 1, 3 or 4 channels"


class PixelArray:
    """An array as 8-bit grey, RGB or RGBA pixels."""

    name = "the array"

    def __init__(self, array: Array, channels: Literal["rgb", "bgr"]) -> None:
        """Take an array whose colours have the order `channels`. Raises InvalidImageError."""
        shape = tuple(array.shape)
        depth = 1 if len(shape) == 2 else shape[-1] if shape else 0
        if len(shape) not in {2, 3} or depth not in _COLOUR_TYPES:
            raise InvalidImageError(
                f"an array of shape {shape} is not an image: expected {_SHAPES}", hint=_advise_shape(shape)
            )
        if not all(shape):
            raise InvalidImageError(f"an array of shape {shape} has no pixels")
        pixels = _to_bytes(_to_plain(array))
        if channels == "bgr" and depth > 1:
            pixels = pixels[..., [2, 1, 0, 3][:depth]]
        self._pixels, self._depth = pixels, depth
        self.height: int = shape[0]
        self.raw_size: int = shape[0] * shape[1] * depth
        """Number of bytes of the pixels."""

    def png(self, top: int = 0, bottom: int | None = None) -> bytes:
        """Return the rows from `top` to `bottom`, by default all, as PNG."""
        # The filter "Sub", number 1, of PNG: each value minus that of its left neighbour, modulo 256. It makes
        # photographs about a third smaller. https://www.w3.org/TR/png-3/#9Filter-types
        pixels = self._pixels[top:bottom]
        height, width, depth = pixels.shape[0], pixels.shape[1], self._depth
        pixels = pixels.reshape(height, width * depth)
        steps = pixels.copy()
        steps[:, depth:] -= pixels[:, :-depth]
        rows = b"".join(b"\1" + row.tobytes() for row in steps)
        header = struct.pack(">IIBBBBB", width, height, 8, _COLOUR_TYPES[depth], 0, 0, 0)
        chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, PNG_LEVEL)), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
            for kind, data in chunks
        )

    def jpeg(self) -> bytes:
        """Return the image as JPEG. Raises InvalidImageError, also if Pillow is missing or pixels are transparent."""
        pillow = _import_pillow()
        if pillow is None:
            raise InvalidImageError("encoding an array as JPEG needs Pillow", hint="pip install pillow")
        pixels = self._pixels.reshape(self._pixels.shape[:2]) if self._depth == 1 else self._pixels
        if self._depth == 4:
            if pixels[..., 3].min() < 255:
                raise InvalidImageError(
                    f"{self.name} has transparent pixels, which JPEG does not support",
                    hint="drop its fourth channel, e.g. array[..., :3]",
                )
            pixels = pixels[..., :3]
        image = PillowImage(pillow.fromarray(pixels))
        image.name = self.name
        return image.jpeg()


def _import_pillow() -> Any:
    """Return the module of Pillow, or None."""
    try:
        from PIL import Image
    except ImportError:
        return None
    return Image


def _to_plain(array: Array) -> Any:
    """Return an array as NumPy's own class: subclasses redefine arithmetic and indexing. Raises InvalidImageError."""
    values = cast("Any", array)
    if getattr(values, "mask", None) is not None and values.mask.any():
        raise InvalidImageError("the array has masked pixels", hint="fill them, array.filled(0)")
    classes = (each for each in type(array).__mro__ if (each.__module__, each.__name__) == ("numpy", "ndarray"))
    base = next(classes, None)
    return values if base is None else values.view(base)


def _to_bytes(pixels: Any) -> Any:
    """Return the array with the type uint8. Raises InvalidImageError."""
    dtype = pixels.dtype
    if dtype == "uint8":
        return pixels
    kind = getattr(dtype, "kind", None)
    if kind == "b":
        return pixels.astype("uint8") * 255
    if kind != "f":
        raise InvalidImageError(
            f"an array of dtype {dtype} is not an image: expected uint8, bool, or float from 0 to 1",
            hint="scale its values to 0 to 255 and convert it, array.astype('uint8')",
        )
    lowest, highest = float(pixels.min()), float(pixels.max())
    if not (lowest >= 0 and highest <= 1):  # true for NaN too
        raise InvalidImageError(
            f"an array of dtype {dtype} must have values from 0 to 1, not {lowest!r} to {highest!r}",
            hint="convert values from 0 to 255, array.astype('uint8'), or clip them, array.clip(0, 1)",
        )
    return (pixels * 255).round().astype("uint8")


def _advise_shape(shape: tuple[int, ...]) -> str | None:
    if len(shape) == 3 and shape[0] in _COLOUR_TYPES:
        return "move the channels to the end, array.transpose(1, 2, 0)"
    if len(shape) == 4:
        return "pass one image at a time, e.g. array[0]"
    return None
