"""Load images, in the forms that callers have them, into what can be sent."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass, field
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, BinaryIO, TypeAlias, TypeGuard, cast

from visionapis.errors import InvalidImageError

from .formats import HEAD, sniff
from .paths import open_path
from .protocols import Array, PILImage
from .sources import SEEKABLE, SMALL_SIZE, ImageBytes, ImageSource, from_copy, from_file, from_memory, reject_async

if TYPE_CHECKING:
    from visionapis.types import ImageInput

    from .formats import Read
    from .options import LoadOptions
    from .protocols import AsyncReadable, Readable


@dataclass(eq=False, repr=False)
class ImageURL:
    """The URL of an image that the server fetches."""

    url: str = field(repr=False)


LoadedImage: TypeAlias = ImageSource | ImageURL
"""An image that is sent, or one that the server fetches."""


def load(image: ImageInput, options: LoadOptions) -> LoadedImage:
    """Return the image as it can be sent. Raises InvalidImageError.

    Of paths, bytes and seekable files only the first bytes are read here; they must not change until the call is over.
    """
    if isinstance(image, str) and image[:8].lower().startswith(("https://", "http://")):
        schemes = options.url_schemes
        if image.partition(":")[0].lower() not in schemes:
            which = f"from {' and '.join(schemes)} URLs only" if schemes else "no images from URLs"
            raise InvalidImageError(f"this server fetches {which}", hint="download the image and pass its bytes")
        return ImageURL(image)
    return _check(*_open(image, options), options)


async def aload(image: ImageInput, options: LoadOptions) -> LoadedImage:
    """Return the image as `load` does, in a thread if that takes long; an asynchronous file is read here."""
    from visionapis._transport.loops import run_in_thread, running_loop

    running_loop()
    if is_quick(image):
        return load(image, options)
    if _is_async_file(image):
        from .async_files import from_async_copy

        return _check(_FILE_OBJECT, *await from_async_copy(image, options.max_bytes), options)
    return await run_in_thread(load, image, options)


def is_quick(image: object) -> bool:
    """Return whether `load` at most opens a file; otherwise it decodes or encodes an image, or copies a whole file."""
    if isinstance(image, str):
        return len(image) <= SMALL_SIZE
    return isinstance(image, (os.PathLike, bytes, bytearray, memoryview)) or _is_seekable(image)


def _is_seekable(file: object) -> TypeGuard[BinaryIO]:
    """Return whether a file is read in place, without a copy."""
    return isinstance(file, SEEKABLE) and not file.closed and file.seekable()


def _is_async_file(file: object) -> TypeGuard[AsyncReadable]:
    return iscoroutinefunction(getattr(file, "read", None))


_FILE_OBJECT = "the file object"


def _open(image: ImageInput, options: LoadOptions) -> tuple[str, int, Read]:
    """Return the image's name for messages, its size, and the function that reads its bytes."""
    if isinstance(image, (bytes, bytearray, memoryview)):
        size, read = from_memory(image)
        is_uri = read(0, HEAD).lstrip()[:5].lower() == b"data:"
        return _open_data_uri(read(0, size)) if is_uri else ("the image", size, read)
    if isinstance(image, str):
        return _open_data_uri(image) if image.lstrip()[:5].lower() == "data:" else open_path(image)
    if isinstance(image, os.PathLike):
        return open_path(image)
    if isinstance(image, (PILImage, Array)):
        from .encode import encode  # imported with the first image of this kind

        name = "the PIL image" if isinstance(image, PILImage) else "the array"
        return name, *from_memory(encode(image, options))
    return _FILE_OBJECT, *_open_file(image, options.max_bytes)


def _open_data_uri(uri: str | bytes) -> tuple[str, int, Read]:
    from .contents import decode_data_uri

    return "the data URI", *from_memory(decode_data_uri(uri.strip()))


def _open_file(file: Readable | AsyncReadable, max_bytes: int | None) -> tuple[int, Read]:
    if isinstance(cast("object", file), io.TextIOBase):
        raise InvalidImageError("the file object is in text mode", hint="open the file in binary mode, 'rb'")
    if not callable(getattr(file, "read", None)):
        hint = "pass a path, a URL, bytes, a binary file, a Pillow image or a NumPy array"
        if hasattr(getattr(file, "file", None), "read"):
            hint = "pass its attribute `file`"
        raise InvalidImageError(f"{type(file).__name__} is not an image", hint=hint)
    if _is_async_file(file):
        reject_async(file)
    if getattr(file, "closed", None) is True:
        raise InvalidImageError("the file object is closed", hint="leave it open until the call is over")
    try:
        return from_file(file) if _is_seekable(file) else from_copy(cast("Readable", file), max_bytes)
    except InvalidImageError:
        raise
    except Exception as error:  # noqa: BLE001  (a caller's own file object may raise anything)
        reason = type(error).__name__
    # Without the cause: its text is the caller's own, and may quote the file or its URL.
    raise InvalidImageError(f"cannot read the file object ({reason})")


def _check(name: str, size: int, read: Read, options: LoadOptions) -> ImageSource:
    """Return the image as it can be sent. Raises InvalidImageError if it is too large, or not one for this server."""
    if not size:
        hint = "rewind the file object before the call" if name == _FILE_OBJECT else None
        raise InvalidImageError(f"{name} is empty", hint=hint)
    limit = options.max_bytes
    if limit is not None and size > limit:
        raise InvalidImageError(
            f"{name} is larger than the limit of {limit:,} bytes",
            hint="send a smaller image, or raise max_image_bytes if the server accepts more",
        )
    # Read like every later piece, so that a file that cannot be read raises the same error.
    start = ImageSource("", size, None, read).read(0, size if size <= SMALL_SIZE else HEAD)
    format_ = _check_format(name, start[:HEAD], options)
    if size > SMALL_SIZE:
        return ImageSource(format_, size, None, read)
    return ImageSource(format_, size, ImageBytes(start), from_memory(start)[1])


def _check_format(name: str, head: bytes, options: LoadOptions) -> str:
    """Return the format, empty if it is unknown.

    Raises InvalidImageError for a format that the server does not read, and for what is not an image.
    """
    found = sniff(head)
    if found in options.formats:
        return found or ""
    hint = f"send one of {', '.join(sorted(options.formats))}"
    if found is None:
        from .contents import reject_content

        reject_content(name, head, hint)
    rejected = options.rejected_formats
    if rejected is None or found in rejected:
        what = f"is {found}, which this server does not read" if found else "is not an image in a known format"
        raise InvalidImageError(f"{name} {what}", hint=hint)
    return found or ""
