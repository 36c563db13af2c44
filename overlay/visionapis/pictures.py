"""Pictures as callers have them, made into what can be sent."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Protocol, TypeAlias, cast, runtime_checkable

from .errors import PictureError

if TYPE_CHECKING:
    from collections.abc import Collection


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


class Readable(Protocol):
    """A file opened in binary mode, or whatever reads like one."""

    def read(self, size: int = ..., /) -> bytes:
        """The next bytes, none at the end."""
        ...


Picture: TypeAlias = "str | os.PathLike[str] | bytes | bytearray | memoryview | Readable | PILImage"
"""A path, an https URL, bytes, a file opened in binary mode, or an image of Pillow."""

# Modes of Pillow that PNG can hold as they are, and those whose colours it holds once they are RGB.
PNG_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "I;16"})
COLOUR_MODES = frozenset({"CMYK", "YCbCr", "LAB", "HSV", "PA", "La", "RGBa", "RGBX"})

# What undoes each EXIF orientation, as a number of Pillow's `Transpose`.
# https://pillow.readthedocs.io/en/stable/reference/ImageOps.html#PIL.ImageOps.exif_transpose
ORIENTATION = 0x0112
UPRIGHT = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}


@dataclass(frozen=True, slots=True)
class PictureURL:
    """A picture that the server fetches."""

    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PictureBytes:
    """A picture that is sent."""

    content: bytes = field(repr=False)
    format: str


def load(
    picture: Picture, *, formats: Collection[str], max_bytes: int | None, https_only: bool
) -> PictureBytes | PictureURL:
    """The picture as it can be sent.

    `formats` are the names, as `sniff` gives them, that the server reads; `max_bytes` is the most that it takes;
    `https_only` says whether it fetches URLs of no other kind. A file object is read from where it stands and put back
    there. Raises PictureError when there is nothing to send.
    """
    if isinstance(picture, str) and picture.lower().startswith(("https://", "http://")):
        if https_only and not picture.lower().startswith("https://"):
            raise PictureError("this server fetches pictures over https alone; download it and pass its bytes")
        return PictureURL(picture)
    name, content = _read(picture, max_bytes)
    if not content:
        raise PictureError(f"{name} is empty; is it a file object that was read before?")
    if max_bytes is not None and len(content) > max_bytes:
        raise _too_large(name, max_bytes)
    found = sniff(content)
    if found is None or found not in formats:
        what = f"is {found}" if found else "is no picture"
        raise PictureError(f"{name} {what}; this server reads {', '.join(sorted(formats))}")
    return PictureBytes(content, found)


def sniff(content: bytes) -> str | None:
    """The picture's format by its first bytes, or None when they are of no known picture."""
    for name, start, magic in (
        ("JPEG", 0, b"\xff\xd8\xff"),
        ("PNG", 0, b"\x89PNG\r\n\x1a\n"),
        ("GIF", 0, b"GIF8"),
        ("WEBP", 8, b"WEBP"),
        ("BMP", 0, b"BM"),
        ("TIFF", 0, b"II*\0"),
        ("TIFF", 0, b"MM\0*"),
        ("AVIF", 4, b"ftypavif"),
        ("AVIF", 4, b"ftypavis"),
        ("HEIC", 4, b"ftyphe"),
        ("JPEG 2000", 0, b"\0\0\0\x0cjP  "),
        ("JPEG 2000", 0, b"\xff\x4f\xff\x51"),
        ("ICO", 0, b"\0\0\1\0"),
        ("PDF", 0, b"%PDF-"),
    ):
        if content.startswith(magic, start):
            return name
    return None


def is_cut_short(picture: PictureBytes) -> bool:
    """Whether the picture lacks the mark that its format ends with.

    Some readers forgive that, so it explains a refusal and forbids nothing.
    """
    marks = {"JPEG": b"\xff\xd9", "PNG": b"IEND", "GIF": b"\x3b"}
    mark = marks.get(picture.format)
    if mark is not None:
        return mark not in picture.content[-1024:]
    if picture.format == "WEBP":
        return int.from_bytes(picture.content[4:8], "little") + 8 > len(picture.content)
    return False


def _read(picture: Picture, max_bytes: int | None) -> tuple[str, bytes]:
    """What to call the picture in a message, and its bytes; of a file at most one byte more than the limit."""
    if isinstance(picture, (bytes, bytearray, memoryview)):
        return "the picture", bytes(picture)
    if isinstance(picture, (str, os.PathLike)):
        return _read_path(picture, max_bytes)
    if isinstance(picture, PILImage):
        return "the image", _encode(picture)
    return "the file object", _read_file(picture, max_bytes)


def _read_path(picture: str | os.PathLike[str], max_bytes: int | None) -> tuple[str, bytes]:
    text = os.fspath(picture)
    name = repr(text if len(text) <= 200 else f"{text[:100]}...")
    path = Path(text)
    try:
        # Not opened before it is known to be a file: to open a pipe is to wait for who writes into it.
        if path.stat() and path.is_file():
            with path.open("rb") as file:
                return name, file.read(-1 if max_bytes is None else max_bytes + 1)
        reason = "that is a folder; name a picture in it" if path.is_dir() else "that is no regular file"
    except FileNotFoundError:
        reason = "there is no such file; is the path right, seen from the current folder?"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no file can have this name; picture bytes are passed as bytes"
    raise PictureError(f"{name} cannot be read: {reason}")


def _read_file(file: Readable, max_bytes: int | None) -> bytes:
    if isinstance(cast("object", file), io.TextIOBase):
        raise PictureError("the file object gives text; open the file in binary mode, 'rb'")
    if not callable(getattr(file, "read", None)):
        raise PictureError(
            f"{type(file).__name__} is no picture; pass a path, a URL, bytes, a binary file or an image of Pillow"
        )
    try:
        return _read_to_end(file, max_bytes)
    except PictureError:
        raise
    except Exception as error:  # noqa: BLE001  (whatever a caller's own file object raises)
        reason = f"{type(error).__name__}: {error}"
    raise PictureError(f"the file object cannot be read ({reason})")


def _read_to_end(file: Readable, max_bytes: int | None) -> bytes:
    """Every byte from where the file stands, or one more than the limit; the file stands there again afterwards."""
    seekable = getattr(file, "seekable", bool)()
    position = getattr(file, "tell", int)() if seekable else 0
    content = bytearray()
    try:
        # A raw file, a pipe for example, gives less at a time than it is asked for.
        while max_bytes is None or len(content) <= max_bytes:
            piece = cast("object", file.read(-1 if max_bytes is None else max_bytes + 1 - len(content)))
            if not isinstance(piece, (bytes, bytearray, memoryview)):
                raise PictureError(f"the file object gives {type(piece).__name__}, not bytes")
            if not piece:
                break
            content += piece
    finally:
        if seekable:
            cast("BinaryIO", file).seek(position)
    return bytes(content)


def _encode(image: PILImage) -> bytes:
    if image.mode in COLOUR_MODES:
        image = image.convert("RGB")
    elif image.mode not in PNG_MODES:
        raise PictureError(f"an image of mode {image.mode} says nothing of black and white; scale it to 8 bits, mode L")
    turn = UPRIGHT.get(image.getexif().get(ORIENTATION))
    buffer = io.BytesIO()
    try:
        # Upright, because PNG readers differ in whether they look for an orientation.
        (image if turn is None else image.transpose(turn)).save(buffer, format="PNG", compress_level=1)
    except (OSError, ValueError) as error:
        raise PictureError(f"the image cannot be encoded: {error}") from None
    return buffer.getvalue()


def _too_large(name: str, limit: int) -> PictureError:
    return PictureError(
        f"{name} is larger than the {limit:,} bytes that this server takes; make it smaller, or raise "
        "max_picture_bytes if the server takes more"
    )
