"""Read the images of items: once, and what is hashed is what is sent."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from visionapis._images.contents import reject_content
from visionapis._images.formats import HEAD, sniff
from visionapis.errors import InvalidImageError

from .errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

    from .records import Item
    from .sources import Image

Kind: TypeAlias = Literal["bytes", "data", "url"]

MAX_BYTES = 2**30
"""Size of the largest image that is read, unless the vendor has a limit."""


@dataclass(slots=True)
class Work:
    """An item whose image is in memory."""

    item: Item
    given: Image | None
    """The image, if an iterable yielded it."""
    image: str | bytes = b""
    """The bytes, or the URL that the vendor fetches."""
    digest: bytes = b""
    """SHA-256 of the bytes; of a URL, that of its text."""
    error: InvalidImageError | None = None
    """Why the image cannot be read."""

    @property
    def kind(self) -> Kind:
        """The kind of the image; those of one call have the same."""
        if isinstance(self.image, bytes):
            return "bytes"
        return "data" if self.image[:5].lower() == "data:" else "url"


def load(item: Item, given: Image | None, base: Path, max_bytes: int) -> Work:
    """Read the image of an item; an error is in the result."""
    work = Work(item, given)
    try:
        work.image = _read(item.image if given is None else given, base, max_bytes)
    except InvalidImageError as error:
        work.error = error
        return work
    content = work.image if isinstance(work.image, bytes) else b"url:" + work.image.encode("utf-8", "surrogateescape")
    work.digest = hashlib.sha256(content).digest()
    return work


def _read(image: Image, base: Path, max_bytes: int) -> str | bytes:
    """Return the bytes of an image, or its URL if the vendor is to fetch it. Raises InvalidImageError."""
    if isinstance(image, (bytes, bytearray, memoryview)):
        return bytes(image)
    if not isinstance(cast("object", image), (str, os.PathLike)):
        raise InvalidImageError(f"{type(image).__name__} is not an image", hint="pass a path, a URL, or bytes")
    text = os.fsdecode(image)
    if text[:8].lower().startswith(("http://", "https://")) or text[:5].lower() == "data:":
        return text
    try:
        if "://" in text:
            from .remote import read_remote

            return _check(read_remote(text), text)
        return _check(_read_file(os.path.join(base, text), max_bytes), text)  # noqa: PTH118  (a Path is slow to make)
    except SourceError as error:
        raise InvalidImageError(f"cannot read {_shown(text)}: {error}") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise InvalidImageError(f"cannot read {_shown(text)}: {reason}") from error


def _read_file(path: str, max_bytes: int) -> bytes:
    # In few system calls: after each of them a thread waits for the interpreter. Not blocking, in case it is a pipe.
    file = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        found = os.fstat(file)
        if not stat.S_ISREG(found.st_mode):
            raise InvalidImageError(f"cannot read {_shown(path)}: it is not a regular file")
        if found.st_size > max_bytes:
            raise InvalidImageError(f"{_shown(path)} is larger than the limit of {max_bytes:,} bytes")
        content = os.read(file, found.st_size)
        if len(content) < found.st_size:  # a large file, or one that has become smaller
            with open(file, "rb", closefd=False) as opened:
                content += opened.read(found.st_size - len(content))
        return content
    finally:
        os.close(file)


def _check(content: bytes, text: str) -> bytes:
    if not content:
        raise InvalidImageError(f"{_shown(text)} is empty")
    head = content[:HEAD]
    if sniff(head) is None:  # the client would say the same of "the image", with advice for those who pass its bytes
        reject_content(_shown(text), head, "replace the file, or leave it out")
    return content


def _shown(text: str) -> str:
    return repr(text.partition("?")[0] if "://" in text else text)
