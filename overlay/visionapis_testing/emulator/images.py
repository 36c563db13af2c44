"""Images as a server reads them: recognised by their bytes, decoded upright as RGB, and registered by URL."""

from collections.abc import Iterator
from io import BytesIO
from os import PathLike
from pathlib import Path
from sys import getsizeof

from PIL import Image

from visionapis._images.orientation import upright
from visionapis_testing.errors import EmulatorError, RegistrationError

ImageSource = bytes | str | PathLike[str] | Image.Image
"""An image's bytes, the path of its file, or an open Pillow image."""

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF", "JPEG2000")
"""Formats that the vendors' servers decode, by Pillow's names. Icons, PDF and SVG are not among them."""

MAX_PIXELS = 2**26
"""A larger image is rejected before it is decoded: a few hundred bytes can announce gigabytes of pixels."""

_MAX_REGISTERED_BYTES = 2**30  # of all URLs together: bounds the memory of the machine that runs the tests


class UnreadableImageError(EmulatorError):
    """The bytes are not an image that can be decoded."""


def decode(content: bytes, *, auto_orient: bool = True) -> Image.Image:
    """Return the first frame as RGB without alpha, rotated by its EXIF orientation if ``auto_orient``.

    Raises UnreadableImageError unless the bytes are a complete image in one of FORMATS with at most MAX_PIXELS.
    """
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise UnreadableImageError(f"the image has more than {MAX_PIXELS:,} pixels")
            return as_rgb(upright(image) if auto_orient else image)
    except UnreadableImageError:
        raise
    except Exception as error:  # Pillow's decoders raise exceptions of many types for broken files
        raise UnreadableImageError("the bytes are not a complete image in a supported format") from error


def format_of(content: bytes) -> str | None:
    """Return the image's format by Pillow's name; None if it is not one of FORMATS.

    MPO, the format of cameras with several lenses, is JPEG: the first image, followed by others.
    """
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            return "JPEG" if image.format == "MPO" else image.format
    except Exception:  # noqa: BLE001 - Pillow's decoders raise exceptions of many types for broken files
        return None


def load_image(source: ImageSource) -> Image.Image:
    """Return a training image, decoded as by ``decode``. Raises RegistrationError if it cannot be read."""
    if isinstance(source, Image.Image):
        return as_rgb(upright(source))
    try:
        return decode(read_bytes(source))
    except UnreadableImageError as error:
        name = "the given bytes" if isinstance(source, bytes) else str(source)
        raise RegistrationError(f"cannot decode {name}: {error}") from error


def read_bytes(source: ImageSource) -> bytes:
    """Return the image's bytes without decoding them. Raises RegistrationError if the file cannot be read."""
    if isinstance(source, bytes):
        return source
    if isinstance(source, Image.Image):
        return encode(source, "PNG")
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise RegistrationError(f"cannot read image {source}: {error.strerror}") from error
    except ValueError as error:
        raise RegistrationError(f"cannot read image {str(source)!r}: {error}") from error  # a null byte


def encode(image: Image.Image, image_format: str) -> bytes:
    """Return the image encoded in a format, by Pillow's name."""
    buffer = BytesIO()
    image.save(buffer, format=image_format)
    return buffer.getvalue()


def labelled_files(folder: str | PathLike[str]) -> Iterator[tuple[Path, str]]:
    """Yield the path and label of each file of a folder that has one sub-folder per label, in sorted order.

    Skips hidden files. Raises RegistrationError if the folder cannot be read or has no such files.
    """
    try:
        folders = sorted(each for each in Path(folder).iterdir() if each.is_dir())
        found = [(path, each.name) for each in folders for path in sorted(each.iterdir()) if path.is_file()]
    except OSError as error:
        raise RegistrationError(f"cannot read folder {error.filename}: {error.strerror}") from error
    visible = [(path, label) for path, label in found if not path.name.startswith(".")]
    if not visible:
        raise RegistrationError(f"folder {folder} has no images: expected one sub-folder of images per label")
    yield from visible


class UnreachableImageError(EmulatorError):
    """No image is registered for the URL, and fetching it is off or failed."""


class ImageURLs:
    """Images registered by URL. Other URLs are fetched from the network only if ``fetch_urls`` is set.

    Addresses of this machine and of private networks are connected to only if ``fetch_private`` is set.
    """

    def __init__(self) -> None:
        self.fetch_urls = False
        """Whether URLs that are not registered are fetched."""
        self.fetch_private = False
        """Whether they may lead to this machine and to private networks."""
        self._contents: dict[str, bytes] = {}
        self._size = 0

    def register(self, url: str, image: ImageSource) -> None:
        """Register an image, or any other bytes, for a URL. Raises RegistrationError."""
        import httpx  # slow to import, here and below

        try:
            name = str(httpx.URL(url))
        except httpx.InvalidURL as error:
            raise RegistrationError(f"{url!r} is not a URL: {error}") from error
        content = read_bytes(image)
        size = self._size - _entry_size(name, self._contents.get(name)) + _entry_size(name, content)
        if size > _MAX_REGISTERED_BYTES:
            raise RegistrationError(f"the images registered by URL would exceed {_MAX_REGISTERED_BYTES:,} bytes")
        self._contents[name], self._size = content, size

    async def content(self, url: str) -> bytes:
        """Return the bytes at a URL, whatever they are. Raises UnreachableImageError."""
        import httpx

        try:
            content = self._contents.get(url)  # most URLs are normalised already; normalising costs more than this
            if content is None:
                content = self._contents.get(str(httpx.URL(url)))
            if content is not None:
                return content
            if self.fetch_urls:
                from .fetching import fetch, is_public

                return await fetch(url, None if self.fetch_private else is_public)
        except httpx.InvalidURL:
            raise UnreachableImageError("the URL cannot be fetched: InvalidURL") from None
        raise UnreachableImageError("the URL is not registered, and fetch_urls is off")

    def reset(self) -> None:
        """Forget all images."""
        self._contents.clear()
        self._size = 0


def as_rgb(image: Image.Image) -> Image.Image:
    """Return the image as RGB without alpha, 16 bits per channel scaled to 8."""
    if image.mode.startswith("I"):  # 16 bits per pixel: Pillow clips to 8 bits, servers scale
        import numpy as np  # slow to import, and such images are rare

        return Image.fromarray((np.asarray(image) // 256).clip(0, 255).astype(np.uint8)).convert("RGB")
    return image.convert("RGB")


def _entry_size(url: str, content: bytes | None) -> int:
    return 0 if content is None else getsizeof(url) + getsizeof(content)
