"""Encode images of Pillow, without importing it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, cast

from visionapis.errors import InvalidImageError

from .orientation import upright

if TYPE_CHECKING:
    from collections.abc import Callable

    from .protocols import PILImage

# Modes that PNG supports, and what other modes are converted to first.
_PNG_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "I;16"})
_CONVERSIONS = {"La": "LA", "RGBa": "RGBA", "PA": "RGBA"} | dict.fromkeys(
    ("CMYK", "YCbCr", "LAB", "HSV", "RGBX"), "RGB"
)

# The fastest level of zlib: an image is sent once, and higher levels gain little on photographs.
PNG_LEVEL = 1

JPEG_QUALITY = 95

# The largest width and height that libjpeg writes.
_MAX_JPEG_SIDE = 65500


class PillowImage:
    """An image of Pillow that is encoded upright, because servers differ in whether they apply an orientation."""

    name = "the PIL image"

    def __init__(self, image: PILImage) -> None:
        """Take an image. Raises InvalidImageError."""
        mode = image.mode
        if mode not in _PNG_MODES | _CONVERSIONS.keys():
            raise InvalidImageError(
                f"unsupported PIL mode {mode!r}", hint="convert the image to 8-bit first, e.g. mode 'L'"
            )

        def prepare() -> Any:
            turned = upright(image)
            return turned.convert(_CONVERSIONS[mode]) if mode in _CONVERSIONS else turned

        self._image = _guarded(prepare)
        width, self.height = cast("tuple[int, int]", self._image.size)
        if not width or not self.height:
            raise InvalidImageError(f"{self.name} has no pixels")
        self.raw_size = width * self.height * len(self._image.getbands())
        """Number of bytes of the pixels, about."""

    def png(self, top: int = 0, bottom: int | None = None) -> bytes:
        """Return the rows from `top` to `bottom`, by default all, as PNG. Raises InvalidImageError."""
        whole = top == 0 and bottom is None

        def save(file: io.BytesIO) -> None:
            image = self._image if whole else self._image.crop((0, top, self._image.width, bottom or self.height))
            image.save(file, format="PNG", compress_level=PNG_LEVEL)

        return _written(save)

    def jpeg(self) -> bytes:
        """Return the image as JPEG. Raises InvalidImageError, also if it has transparent pixels or 16-bit values."""
        mode = self._image.mode
        width, height = self._image.size
        if max(width, height) > _MAX_JPEG_SIDE:
            raise InvalidImageError(
                f"{self.name} has {width:,} x {height:,} pixels, and JPEG supports {_MAX_JPEG_SIDE:,} per side",
                hint="send a smaller image",
            )
        if mode == "I;16":
            raise InvalidImageError(
                f"{self.name} has 16-bit values, which JPEG does not support", hint="convert it to 8-bit first"
            )
        if _guarded(self._is_transparent):
            raise InvalidImageError(
                f"{self.name} has transparent pixels, which JPEG does not support",
                hint="convert it first, e.g. image.convert('RGB')",
            )

        def save(file: io.BytesIO) -> None:
            image = self._image.convert("L" if mode in {"1", "L", "LA"} else "RGB")
            image.save(file, format="JPEG", quality=JPEG_QUALITY, subsampling=0)

        return _written(save)

    def _is_transparent(self) -> bool:
        if self._image.mode not in {"LA", "RGBA"} and "transparency" not in self._image.info:
            return False
        return bool(self._image.convert("RGBA").getextrema()[3][0] < 255)


def _written(save: Callable[[io.BytesIO], None]) -> bytes:
    """Return what a function writes to a file. Raises InvalidImageError."""
    buffer = io.BytesIO()
    _guarded(lambda: save(buffer))
    return buffer.getvalue()


def _guarded(do: Callable[[], Any]) -> Any:
    """Return what a function of Pillow returns. Raises InvalidImageError."""
    try:
        return do()
    except Exception as error:  # noqa: BLE001  (Pillow reads the file only now, and may raise anything)
        reason = type(error).__name__
    # Without the cause, whose text may quote the image's file.
    raise InvalidImageError(
        f"cannot encode the PIL image ({reason})",
        hint="check that its file is complete and was open while it was loaded",
    )
