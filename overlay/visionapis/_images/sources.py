"""Images that are read in chunks, any number of times, from memory, a file or a copy."""

from __future__ import annotations

import base64
import io
import os
import sys
import tempfile
import weakref
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, NoReturn, Self, TypeVar, cast

from visionapis._locks import ModuleLock
from visionapis.errors import InvalidImageError

from . import formats
from .bodies import Base64Body, Base64Image, ImageBody, ImagePart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from visionapis.types import ImageSize

    from .protocols import Readable

F = TypeVar("F")

# An image of up to this many bytes is read at once and kept; reading it in chunks would cost more than it saves.
SMALL_SIZE = 65536

# Number of bytes that are read at a time: a multiple of three, for base64.
CHUNK_SIZE = 3 * 32768

# File types with a cheap seek; seeking back in a compressed file decompresses it again.
SEEKABLE = (io.BytesIO, io.FileIO, io.BufferedReader, io.BufferedRandom)

# Held while the position of a file is changed and restored, so that threads can send the same file.
_SEEK_LOCK = ModuleLock()


class ImageBytes(bytes):
    """The bytes of an image, or its base64 text, with a short repr: tracebacks may show it."""

    def __repr__(self) -> str:
        return f"<image, {len(self)} bytes>"


@dataclass(eq=False)
class ImageSource:
    """An image that is sent."""

    format: str
    """The format as `formats.sniff` names it, for example `JPEG`."""
    size: int
    """Length in bytes."""
    content: ImageBytes | None = field(repr=False)
    """The bytes of a small image; None for others."""
    origin: formats.Read = field(repr=False)
    """Reads the bytes; raises OSError or ValueError, or returns fewer, if the image has changed."""

    def read(self, offset: int, length: int) -> bytes:
        """Return the bytes at an offset. Raises InvalidImageError if the image has changed since it was loaded."""
        try:
            chunk = self.origin(offset, length)
            what = "changed before it was sent completely"
        except (OSError, ValueError) as error:
            chunk, what = b"", f"can no longer be read ({type(error).__name__})"
        if len(chunk) == length:
            return chunk
        raise InvalidImageError(
            f"the image {what}", hint="leave the image unchanged, and its file open, until the call is over"
        )

    def chunks(self) -> Iterator[bytes]:
        """Yield the whole image in chunks of CHUNK_SIZE, or at once if it is small. Raises InvalidImageError."""
        if self.content is not None:
            yield self.content
            return
        for offset in range(0, self.size, CHUNK_SIZE):
            yield self.read(offset, min(CHUNK_SIZE, self.size - offset))

    @property
    def image_size(self) -> ImageSize | None:
        """Width and height of an upright PNG or JPEG, after its EXIF orientation is applied; else None."""
        from .dimensions import image_size

        try:
            return image_size(self.format, self.size, self.read)
        except InvalidImageError:
            return None

    @property
    def is_truncated(self) -> bool:
        """Whether the end marker of the format is missing; some decoders accept that."""
        try:
            return formats.is_truncated(self.format, self.size, self.read)
        except InvalidImageError:
            return False

    def part(self, file: Callable[[bytes | ImagePart, str, str], F], name: str | None = None) -> F:
        """Return the image as a part of a form; `file` is the `File` class of the generated client.

        The server receives `name`, else a name made from the format: never the name of the caller's file, and never
        none, because servers treat a part without a name as a text field.
        """
        media_type, extension = formats.MEDIA_TYPES.get(self.format, formats.OTHER_MEDIA_TYPE)
        payload = ImagePart(self) if self.content is None else self.content
        return file(payload, name or f"image.{extension}", media_type)

    def raw_base64(self) -> bytes | Base64Body:
        """Return the image as a request body of base64 text."""
        return Base64Body([self]) if self.content is None else ImageBytes(base64.b64encode(self.content))

    def text_base64(self) -> str:
        """Return the base64 text of the image, as a whole in memory."""
        return b"".join(map(base64.b64encode, self.chunks())).decode()

    def body(self) -> bytes | ImageBody:
        """Return the image as a request body."""
        return ImageBody(self) if self.content is None else self.content

    def image_base64(self) -> str:
        """Return an object that stands for the image's base64 text in the JSON body of a call.

        Generated models and calls take a `str` there; this object is encoded only while the call is sent.
        """
        return cast("str", Base64Image(self))


def from_memory(content: bytes | bytearray | memoryview) -> tuple[int, formats.Read]:
    """Return the length, and the function that reads the bytes."""
    # The length and slices of other memoryviews are not in bytes.
    if isinstance(content, memoryview) and (content.format != "B" or content.ndim != 1):
        content = content.tobytes()
    size = len(content)

    def read(offset: int, length: int) -> bytes:
        if len(content) != size:
            return b""
        return bytes(memoryview(content)[offset : offset + length])

    return size, read


def from_path(path: Path) -> tuple[int, formats.Read]:
    """Return the length, and the function that reads the bytes, which opens the file for each read. Raises OSError."""
    path = path.absolute()  # the current directory may change before the last attempt

    def read(offset: int, length: int) -> bytes:
        with path.open("rb") as file:
            if _version(os.fstat(file.fileno())) != version:
                return b""
            file.seek(offset)
            return file.read(length)

    version = _version(path.stat())
    return version[0], read


def from_file(file: IO[bytes]) -> tuple[int, formats.Read]:
    """Return the length from the current position, and the function that reads the bytes, which restores the position.

    Raises OSError and ValueError.
    """
    with _SEEK_LOCK:
        start = file.tell()
        end = file.seek(0, os.SEEK_END)
        file.seek(start)

    def read(offset: int, length: int) -> bytes:
        with _SEEK_LOCK:
            position = file.tell()
            try:
                if file.seek(0, os.SEEK_END) != end:
                    return b""
                file.seek(start + offset)
                return _fill(file, length)
            finally:
                file.seek(position)

    return max(0, end - start), read


def from_copy(file: Readable, max_bytes: int | None) -> tuple[int, formats.Read]:
    """Copy the rest of a file, to disk if it is large; return the length and the function that reads the copy.

    Of a file longer than `max_bytes`, one byte more than that is copied. The position of a seekable file is restored.
    Raises InvalidImageError if the file does not return bytes, and any exception of the file.
    """
    with FileCopy(max_bytes) as copy:
        seekable = getattr(file, "seekable", bool)()
        position = getattr(file, "tell", int)() if seekable else 0
        try:
            # A raw file, such as a pipe, may return less than requested.
            while copy.wanted and (chunk := file.read(copy.wanted)):
                if hasattr(chunk, "__await__"):
                    getattr(chunk, "close", bool)()  # else Python warns that it was never awaited
                    reject_async(file)
                copy.add(chunk)
        finally:
            if seekable:
                cast("IO[bytes]", file).seek(position)
        return copy.finish()


class FileCopy:
    """A copy of a file, in memory or, if it is large, on disk; closed by an exception in its `with` block."""

    def __init__(self, max_bytes: int | None) -> None:
        """Make an empty copy, of up to one byte more than `max_bytes`."""
        self._file = tempfile.SpooledTemporaryFile(SMALL_SIZE)  # noqa: SIM115  (closed with the function that reads it)
        self._remaining = sys.maxsize if max_bytes is None else max_bytes + 1

    @property
    def wanted(self) -> int:
        """The number of bytes to read next; 0 if the copy is complete."""
        return min(CHUNK_SIZE, self._remaining)

    def add(self, chunk: object) -> None:
        """Append what a file returned. Raises InvalidImageError unless it is bytes."""
        if isinstance(chunk, str):
            raise InvalidImageError("the file object is in text mode", hint="open the file in binary mode, 'rb'")
        if not isinstance(chunk, (bytes, bytearray, memoryview)):
            raise InvalidImageError(f"the file object returned {type(chunk).__name__}, not bytes")
        self._remaining -= self._file.write(cast("bytes", chunk))

    def finish(self) -> tuple[int, formats.Read]:
        """Return the length and the function that reads the copy; the copy is closed with this function."""
        self._file.seek(0)
        size, read = from_file(self._file)
        weakref.finalize(read, self._file.close)
        return size, read

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._file.close()


def reject_async(file: object) -> NoReturn:
    """Raise InvalidImageError for an asynchronous file."""
    hint = "use an async client, or pass the bytes, await file.read()"
    if hasattr(getattr(file, "file", None), "read"):  # UploadFile of FastAPI and Starlette
        hint = "use an async client, or pass its attribute `file`"
    raise InvalidImageError(f"the file object is asynchronous ({type(file).__name__})", hint=hint)


def _fill(file: IO[bytes], length: int) -> bytes:
    """Read `length` bytes, or all that are left; a raw file may return fewer at a time."""
    chunks: list[bytes] = []
    while length and (chunk := file.read(length)):
        chunks.append(chunk)
        length -= len(chunk)
    return b"".join(chunks)


def _version(status: os.stat_result) -> tuple[int, ...]:
    """Return a tuple that changes if a file is written to or replaced; it begins with the size."""
    return status.st_size, status.st_mtime_ns, status.st_ino, status.st_dev
