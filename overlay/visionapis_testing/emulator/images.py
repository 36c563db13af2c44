"""Pictures as a server sees them: judged by their bytes, turned upright, as RGB."""

from collections.abc import Iterator
from io import BytesIO
from os import PathLike
from pathlib import Path

from PIL import Image, ImageOps

from visionapis_testing.errors import EmulatorError, RegistrationError

PictureSource = bytes | str | PathLike[str] | Image.Image
"""A picture's bytes, its path, or a picture already open in Pillow."""

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF", "JPEG2000")
"""What a vendor's server reads, in Pillow's words. Icons, documents and drawings are not among them."""

MAX_PIXELS = 2**26
"""A larger picture is refused before it is decoded: some hundred bytes can announce gigabytes."""


class UnreadablePictureError(EmulatorError):
    """These bytes are not a picture that can be read."""


def decode(content: bytes, *, auto_orient: bool = True) -> Image.Image:
    """Return the picture as RGB: the first frame, alpha dropped, turned as its EXIF orientation says if asked to.

    Raises UnreadablePictureError for anything but a whole picture of a known format and a reasonable size.
    """
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise UnreadablePictureError(f"the picture has more than {MAX_PIXELS:,} pixels")
            return _rgb(ImageOps.exif_transpose(image) if auto_orient else image)
    except UnreadablePictureError:
        raise
    except Exception as error:  # Pillow's readers raise whatever broken bytes lead them to
        raise UnreadablePictureError("the bytes are not a whole picture of a known format") from error


def format_of(content: bytes) -> str | None:
    """Return the format of a picture by its bytes, in Pillow's words; None where they are none that is known."""
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            return image.format
    except Exception:  # noqa: BLE001 - Pillow's readers raise whatever broken bytes lead them to
        return None


def load(source: PictureSource) -> Image.Image:
    """Return a picture to learn from, as ``decode`` does. Raises RegistrationError when there is none to be read."""
    if isinstance(source, Image.Image):
        return _rgb(ImageOps.exif_transpose(source))
    try:
        return decode(read(source))
    except UnreadablePictureError as error:
        name = "the bytes given" if isinstance(source, bytes) else str(source)
        raise RegistrationError(f"no picture in {name}: {error}") from error


def read(source: PictureSource) -> bytes:
    """Return a picture's bytes, whatever they hold. Raises RegistrationError when the file cannot be read."""
    if isinstance(source, bytes):
        return source
    if isinstance(source, Image.Image):
        return encode(source, "PNG")
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise RegistrationError(f"cannot read picture {source}: {error.strerror}") from error


def encode(image: Image.Image, image_format: str) -> bytes:
    """Return the picture's bytes in a format, in Pillow's words."""
    buffer = BytesIO()
    image.save(buffer, format=image_format)
    return buffer.getvalue()


def labelled(folder: str | PathLike[str]) -> Iterator[tuple[Path, str]]:
    """Yield the path and label of each file: one sub-folder per label, hidden files left out, in a fixed order.

    Raises RegistrationError when there is no such folder, or nothing in it.
    """
    try:
        folders = sorted(each for each in Path(folder).iterdir() if each.is_dir())
    except OSError as error:
        raise RegistrationError(f"cannot read folder {folder}: {error.strerror}") from error
    found = [(path, each.name) for each in folders for path in sorted(each.iterdir()) if path.is_file()]
    visible = [(path, label) for path, label in found if not path.name.startswith(".")]
    if not visible:
        raise RegistrationError(f"folder {folder} holds no pictures: it needs one sub-folder of them per label")
    yield from visible


def _rgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # 16 bits a pixel; Pillow would clip to 8 bits where a server scales
        import numpy as np  # takes long to load, and such pictures are rare

        return Image.fromarray((np.asarray(image) // 256).clip(0, 255).astype(np.uint8)).convert("RGB")
    return image.convert("RGB")
