"""Load images, in the forms that callers have them, into what can be sent."""

from __future__ import annotations

import io
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias, TypeGuard, cast

from visionapis.errors import InvalidImageError

from .formats import HEAD, sniff
from .protocols import Array, PILImage
from .sources import SEEKABLE, SMALL_SIZE, ImageBytes, ImageSource, from_copy, from_file, from_memory, from_path

if TYPE_CHECKING:
    from collections.abc import Collection

    from visionapis.types import ImageInput

    from .formats import Read
    from .protocols import Readable

# A longer text is not a path; it may be the image itself as base64.
MAX_PATH_LENGTH = 255


@dataclass(eq=False, repr=False)
class ImageURL:
    """The URL of an image that the server fetches."""

    url: str = field(repr=False)


LoadedImage: TypeAlias = ImageSource | ImageURL
"""An image that is sent, or one that the server fetches."""


def load(image: ImageInput, *, formats: Collection[str], max_bytes: int | None, urls: Collection[str]) -> LoadedImage:
    """Return the image as it can be sent. Raises InvalidImageError.

    `formats` are the formats that the server reads, as `sniff` names them; `max_bytes` is the server's limit, if any;
    `urls` are the schemes of the URLs that it fetches. Of paths, bytes and seekable files only the first bytes are read
    here; they must not change until the call is over.
    """
    if isinstance(image, str) and image[:8].lower().startswith(("https://", "http://")):
        if image.partition(":")[0].lower() not in urls:
            which = f"from {' and '.join(urls)} URLs only" if urls else "no images from URLs"
            raise InvalidImageError(f"this server fetches {which}", hint="download the image and pass its bytes")
        return ImageURL(image)
    name, size, origin = _open(image, max_bytes)
    if not size:
        hint = "rewind the file object before the call" if name == _FILE_OBJECT else None
        raise InvalidImageError(f"{name} is empty", hint=hint)
    if max_bytes is not None and size > max_bytes:
        raise InvalidImageError(
            f"{name} is larger than the limit of {max_bytes:,} bytes",
            hint="send a smaller image, or raise max_image_bytes if the server accepts more",
        )
    # Read like every later piece, so that a file that cannot be read raises the same error.
    start = ImageSource("", size, None, origin).read(0, size if size <= SMALL_SIZE else HEAD)
    found = sniff(start)
    if found is None or found not in formats:
        what = f"is {found}, which this server does not read" if found else "is not an image in a known format"
        raise InvalidImageError(f"{name} {what}", hint=f"send one of {', '.join(sorted(formats))}")
    if size > SMALL_SIZE:
        return ImageSource(found, size, None, origin)
    return ImageSource(found, size, ImageBytes(start), from_memory(start)[1])


def is_quick(image: object) -> bool:
    """Return whether `load` at most opens a file; otherwise it encodes an image or copies a whole file."""
    return isinstance(image, (str, os.PathLike, bytes, bytearray, memoryview)) or _is_seekable(image)


def _is_seekable(file: object) -> TypeGuard[BinaryIO]:
    """Return whether a file is read in place, without a copy."""
    return isinstance(file, SEEKABLE) and not file.closed and file.seekable()


_FILE_OBJECT = "the file object"


def _open(image: ImageInput, max_bytes: int | None) -> tuple[str, int, Read]:
    """Return the image's name for messages, its size, and the function that reads its bytes."""
    if isinstance(image, (bytes, bytearray, memoryview)):
        return "the image", *from_memory(image)
    if isinstance(image, (str, os.PathLike)):
        return _open_path(os.fspath(image))
    from .encode import encode_array, encode_image  # imported with the first image of this kind

    if isinstance(image, PILImage):
        return "the image", *from_memory(encode_image(image))
    if isinstance(image, Array):
        return "the array", *from_memory(encode_array(image))
    return _FILE_OBJECT, *_open_file(image, max_bytes)


def _open_path(text: str) -> tuple[str, int, Read]:
    # A text that is not a path may be a URL with a signature, or the image itself.
    is_path = len(text) <= MAX_PATH_LENGTH and text.isprintable() and "://" not in text
    path, name, hint = Path(text), repr(text) if is_path else "the path", None
    cause: OSError | None = None
    try:
        # Checked before it is opened: opening a pipe blocks until somebody writes to it.
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):
            size, read = from_path(path)
            read(0, 0)  # raises if it must not be opened
            return name, size, read
        reason = "it is a directory" if stat.S_ISDIR(mode) else "it is not a regular file"
    except FileNotFoundError as error:
        reason, cause = "no such file", OSError(error.errno, error.strerror)
        hint = "check the path and the current directory" if is_path and not path.is_absolute() else None
    except OSError as error:
        # The cause is rebuilt without the name of the file, which is the caller's own text.
        reason, cause = error.strerror or type(error).__name__, OSError(error.errno, error.strerror)
    except ValueError:
        reason, hint = "it contains a null byte", "pass the bytes of an image as bytes"
    raise InvalidImageError(f"cannot read {name}: {reason}", hint=hint) from cause


def _open_file(file: Readable, max_bytes: int | None) -> tuple[int, Read]:
    if isinstance(cast("object", file), io.TextIOBase):
        raise InvalidImageError("the file object is in text mode", hint="open the file in binary mode, 'rb'")
    if not callable(getattr(file, "read", None)):
        raise InvalidImageError(
            f"{type(file).__name__} is not an image",
            hint="pass a path, a URL, bytes, a binary file, a Pillow image or a NumPy array",
        )
    try:
        return from_file(file) if _is_seekable(file) else from_copy(file, max_bytes)
    except InvalidImageError:
        raise
    except Exception as error:  # noqa: BLE001  (a caller's own file object may raise anything)
        reason = type(error).__name__
    # Without the cause: its text is the caller's own, and may quote the file or its URL.
    raise InvalidImageError(f"cannot read the file object ({reason})")
