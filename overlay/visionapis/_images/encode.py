"""Choose how images of Pillow and arrays of NumPy are encoded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from visionapis.errors import InvalidImageError

from .arrays import PixelArray
from .pillow import PillowImage
from .protocols import PILImage

if TYPE_CHECKING:
    from .options import LoadOptions
    from .protocols import Array

# Encoding an image as PNG takes about 100 ms per megapixel, JPEG a tenth of that. Of an image with more bytes than
# this, a sample of rows tells first whether its PNG would be much too large.
_MIN_SAMPLED = 4_000_000
_SAMPLES, _SAMPLE_SHARE = 8, 16
_TOLERANCE = 1.25  # the estimate may be wrong by as much


class Encodable(Protocol):
    """An image that can be encoded."""

    name: str
    height: int
    raw_size: int

    def png(self, top: int = 0, bottom: int | None = None) -> bytes:
        """Return the rows from `top` to `bottom`, by default all, as PNG. Raises InvalidImageError."""
        ...

    def jpeg(self) -> bytes:
        """Return the image as JPEG. Raises InvalidImageError."""
        ...


def encode(image: PILImage | Array, options: LoadOptions) -> bytes:
    """Return the image as PNG or, if that would exceed the limit, as JPEG; the options may ask for one of them.

    Raises InvalidImageError.
    """
    source = PillowImage(image) if isinstance(image, PILImage) else PixelArray(image, options.channels)
    limit = options.max_bytes
    hint: str | None = "send a smaller image, or raise max_image_bytes if the server accepts more"
    if options.image_format == "jpeg":
        format_, content = "JPEG", source.jpeg()
    elif options.image_format == "png" or limit is None:
        format_, content = "PNG", source.png()
        hint = "omit image_format, or set it to 'jpeg'"
    else:
        format_, content = "PNG", b"" if _is_far_above(limit, source) else source.png()
        if not content or len(content) > limit:
            try:
                format_, content = "JPEG", source.jpeg()
            except InvalidImageError as error:
                content, hint = content or source.png(), error.hint
    if limit is None or len(content) <= limit:
        return content
    raise InvalidImageError(
        f"{source.name}, encoded as {format_}, is {len(content):,} bytes; the limit is {limit:,} bytes", hint=hint
    )


def _is_far_above(limit: int, source: Encodable) -> bool:
    """Return whether a sample of the rows shows that the PNG would be far above the limit."""
    if source.raw_size <= max(limit, _MIN_SAMPLED):
        return False
    step = source.height // _SAMPLES
    rows = max(1, step // _SAMPLE_SHARE)
    sampled = sum(len(source.png(top, top + rows)) for top in range(0, step * _SAMPLES, step or 1))
    return sampled * source.height > limit * _TOLERANCE * rows * _SAMPLES
