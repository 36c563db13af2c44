"""Images as the server's OpenCV decodes them, in bounded memory."""

from dataclasses import dataclass
from io import BytesIO
from math import ceil, sqrt

from PIL import Image

from visionapis._images.orientation import QUARTER_TURNS, orientation_of, upright
from visionapis_testing.emulator.images import FORMATS, UnreadableImageError, as_rgb

from . import png, radiance

MAX_PIXELS = 2**30
"""The server fails on a larger image: https://docs.opencv.org/4.x/d6/dea/tutorial_env_reference.html."""

_FORMATS = (*FORMATS, "PPM", "SUN")
_MAX_SIDE = 1_000_000  # of libpng; the server reports a larger PNG as unreadable
_MAX_MEMORY = 2**30
_MAX_KEPT_PIXELS = 2**26

_STORED_BYTES = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2}
_ORIENTED_FORMATS = frozenset({"JPEG", "MPO", "PNG"})


class TooManyPixelsError(UnreadableImageError):
    """The image has more than MAX_PIXELS."""


@dataclass(frozen=True, slots=True)
class DecodedImage:
    """A decoded image."""

    pixels: Image.Image
    """RGB; of an image above 2^26 pixels a smaller copy."""
    size: tuple[int, int]
    """Width and height of the image that was sent."""


def decode(content: bytes, *, auto_orient: bool) -> DecodedImage:
    """Return the first frame, with ``auto_orient`` rotated by its EXIF orientation if it is a JPEG or PNG.

    OpenCV, like Pillow, rotates a TIFF by its own tag regardless, and no image of another format.
    Raises UnreadableImageError unless the bytes are a complete image that fits into a gigabyte of memory, and
    TooManyPixelsError for an image that the server fails on.
    """
    try:
        with radiance.decode(content) if radiance.is_radiance(content) else _open(content) as image:
            return _decoded(image, auto_orient=auto_orient)
    except UnreadableImageError:
        raise
    except Exception as error:  # Pillow's decoders raise exceptions of many types for broken files
        raise UnreadableImageError("the bytes are not a complete image in a supported format") from error


def _open(content: bytes) -> Image.Image:
    """Open an image of any size: ``Image.open`` warns about large ones, and rejects those above 179 megapixels."""
    Image.init()
    for name in _FORMATS:
        factory, accept = Image.OPEN[name]
        if accept is None or accept(content[:16]) is True:
            image = factory(BytesIO(content), "")
            if image.format == "TIFF" and image.mode in {"F", "I"}:
                raise UnreadableImageError("OpenCV does not read TIFF with 32 bits per channel")
            if image.format == "JPEG2000" and image.mode == "CMYK":
                raise UnreadableImageError("OpenCV does not read JPEG 2000 in CMYK")
            if image.format == "PNG" and (max(image.size) > _MAX_SIDE or not _is_complete(image, content)):
                raise UnreadableImageError("the PNG is incomplete or too wide")
            return image
    raise UnreadableImageError("OpenCV does not read this format")


def _is_complete(image: Image.Image, content: bytes) -> bool:
    return image.width * image.height > MAX_PIXELS or png.is_complete(content)  # the server fails before it notices


def _decoded(image: Image.Image, *, auto_orient: bool) -> DecodedImage:
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise TooManyPixelsError(f"the image has more than {MAX_PIXELS:,} pixels")
    step = ceil(sqrt(width * height / _MAX_KEPT_PIXELS))
    if step > 1 and not image.info.get("progressive"):  # a progressive JPEG is held whole even so
        image.draft("RGB", (width // step, height // step))
    if image.width * image.height * _STORED_BYTES.get(image.mode, 4) > _MAX_MEMORY:
        raise UnreadableImageError(f"the image needs more than {_MAX_MEMORY:,} bytes")
    oriented = auto_orient and image.format in _ORIENTED_FORMATS
    image.load()
    if step > 1:
        image = image.resize((max(width // step, 1), max(height // step, 1)), Image.Resampling.NEAREST)
    if oriented:
        swaps = orientation_of(image) in QUARTER_TURNS
        width, height = (height, width) if swaps else (width, height)
        image = upright(image)
    return DecodedImage(as_rgb(image), (width, height))
