"""Pictures as callers have them, made into what can be sent."""

from __future__ import annotations

import io
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias, TypeGuard, cast

from visionapis.errors import PictureError

from .formats import HEAD, sniff
from .sources import PLAIN, SMALL, PictureSource, Readable, from_copy, from_file, from_memory, from_path

if TYPE_CHECKING:
    from collections.abc import Collection

    from .encode import Array, PILImage
    from .formats import Read

Picture: TypeAlias = "str | os.PathLike[str] | bytes | bytearray | memoryview | Readable | PILImage | Array"
"""A path, a URL, bytes, a file opened in binary mode, an image of Pillow, or an RGB array of NumPy.

Of a file everything from where it stands is the picture. An array is height x width x 3, of uint8.
"""


@dataclass(eq=False, repr=False)
class PictureURL:
    """A picture that the server fetches."""

    url: str = field(repr=False)


def load(
    picture: Picture, *, formats: Collection[str], max_bytes: int | None, urls: Collection[str]
) -> PictureSource | PictureURL:
    """The picture as it can be sent.

    `formats` are the names, as `sniff` gives them, that the server reads; `max_bytes` is the most that it takes, if
    there is a most; `urls` are the schemes of the URLs that it fetches. Paths, bytes and files that can be put back are
    not read here but for their first bytes: they have to stay as they are until the call is over. Raises PictureError
    when there is nothing to send.
    """
    if isinstance(picture, str) and picture[:8].lower().startswith(("https://", "http://")):
        if picture.partition(":")[0].lower() not in urls:
            kinds = f"over {' and '.join(urls)} alone" if urls else "from no URL"
            raise PictureError(f"this server fetches pictures {kinds}; download it and pass its bytes")
        return PictureURL(picture)
    name, size, origin = _look(picture, max_bytes)
    if not size:
        raise PictureError(f"{name} is empty; is it a file object that was read before?")
    if max_bytes is not None and size > max_bytes:
        raise PictureError(
            f"{name} is larger than the {max_bytes:,} bytes that this server takes; make it smaller, or raise "
            "max_picture_bytes if the server takes more"
        )
    # Read as every later piece is, so that a file that cannot be read is told by the same error.
    start = PictureSource("", size, None, origin).read(0, size if size <= SMALL else HEAD)
    found = sniff(start)
    if found is None or found not in formats:
        what = f"is {found}" if found else "is no picture"
        raise PictureError(f"{name} {what}; this server reads {', '.join(sorted(formats))}")
    if size > SMALL:
        return PictureSource(found, size, None, origin)
    return PictureSource(found, size, start, from_memory(start)[1])


def is_quick(picture: object) -> bool:
    """Whether `load` takes no longer than it takes to open a file; else it encodes an image, or copies a whole file."""
    return isinstance(picture, (str, os.PathLike, bytes, bytearray, memoryview)) or _is_plain(picture)


def _is_plain(file: object) -> TypeGuard[BinaryIO]:
    """Whether a file is read where it is, without a copy."""
    return isinstance(file, PLAIN) and not file.closed and file.seekable()


def _look(picture: Picture, max_bytes: int | None) -> tuple[str, int, Read]:
    """What to call the picture in a message, its length, and what reads its bytes."""
    if isinstance(picture, (bytes, bytearray, memoryview)):
        return "the picture", *from_memory(picture)
    if isinstance(picture, (str, os.PathLike)):
        return _look_at_path(os.fspath(picture))
    from .encode import Array, PILImage, encode_array, encode_image

    if isinstance(picture, PILImage):
        return "the image", *from_memory(encode_image(picture))
    if isinstance(picture, Array):
        return "the array", *from_memory(encode_array(picture))
    return "the file object", *_look_at_file(picture, max_bytes)


def _look_at_path(text: str) -> tuple[str, int, Read]:
    name, path = "the path", Path(text)  # its own name is not told: errors end up in logs
    try:
        # Not opened before it is known to be a file: to open a pipe is to wait for who writes into it.
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):
            size, read = from_path(path)
            read(0, 0)  # whether it may be opened
            return name, size, read
        reason = "that is a folder; name a picture in it" if stat.S_ISDIR(mode) else "that is no regular file"
    except FileNotFoundError:
        reason = "there is no such file; is it right, seen from the current folder?"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no file can have this name; picture bytes are passed as bytes"
    raise PictureError(f"{name} cannot be read: {reason}")


def _look_at_file(file: Readable, max_bytes: int | None) -> tuple[int, Read]:
    if isinstance(cast("object", file), io.TextIOBase):
        raise PictureError("the file object gives text; open the file in binary mode, 'rb'")
    if not callable(getattr(file, "read", None)):
        raise PictureError(
            f"{type(file).__name__} is no picture; pass a path, a URL, bytes, a binary file, an image of Pillow or an "
            "array of NumPy"
        )
    try:
        return from_file(file) if _is_plain(file) else from_copy(file, max_bytes)
    except PictureError:
        raise
    except Exception as error:  # noqa: BLE001  (whatever a caller's own file object raises)
        reason = f"{type(error).__name__}: {error}"
    raise PictureError(f"the file object cannot be read ({reason})")
