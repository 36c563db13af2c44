"""Pictures that can be read piece by piece, any number of times, wherever their bytes are."""

from __future__ import annotations

import base64
import io
import os
import sys
import tempfile
import threading
import weakref
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Protocol, TypeVar, cast

from visionapis.errors import PictureError

from . import formats
from .bodies import Base64Body, Base64Text, Payload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from visionapis.types import Size

F = TypeVar("F")

# Bytes up to which a picture is read at once and kept: reading it piece by piece would cost more than it saves.
SMALL = 65536

# Bytes that are read at a time: a multiple of three, for base64.
PIECE = 3 * 32768

# Files whose place can be changed at once; to go back in a compressed one is to decompress it anew.
PLAIN = (io.BytesIO, io.FileIO, io.BufferedReader, io.BufferedRandom)

# Held from the change of a file's place until it is changed back, so that threads can send the same file.
_MOVED = threading.Lock()


class Readable(Protocol):
    """A file opened in binary mode, or whatever reads like one."""

    def read(self, size: int = ..., /) -> bytes:
        """The next bytes, none at the end."""
        ...


@dataclass(eq=False)
class PictureSource:
    """A picture that is sent."""

    format: str
    """Its name as `formats.sniff` gives it, for example `JPEG`."""
    size: int
    """Bytes."""
    content: bytes | None = field(repr=False)
    """The bytes themselves, of a small picture."""
    origin: formats.Read = field(repr=False)
    """Where `read` has its bytes from: raises OSError or ValueError, or gives fewer, when they are no longer there."""

    def read(self, offset: int, length: int) -> bytes:
        """Bytes from a place on. Raises PictureError when the picture is no longer what it was."""
        try:
            piece = self.origin(offset, length)
            what = "changed before all of it was sent"
        except (OSError, ValueError) as error:
            piece, what = b"", f"can no longer be read ({type(error).__name__})"
        if len(piece) == length:
            return piece
        raise PictureError(f"the picture {what}; leave it as it is, and a file open, until the call is over")

    def pieces(self) -> Iterator[bytes]:
        """The whole picture, PIECE bytes at a time, a small one at once. Raises PictureError."""
        if self.content is not None:
            yield self.content
            return
        for offset in range(0, self.size, PIECE):
            yield self.read(offset, min(PIECE, self.size - offset))

    @property
    def pixels(self) -> Size | None:
        """Width and height by the header of a PNG or JPEG, whose EXIF orientation is not looked at; else None."""
        try:
            return formats.pixels(self.format, self.size, self.read)
        except PictureError:
            return None

    @property
    def is_cut_short(self) -> bool:
        """Whether the mark is missing that its format ends with; some readers forgive that."""
        try:
            return formats.is_cut_short(self.format, self.size, self.read)
        except PictureError:
            return False

    def part(self, file: Callable[[bytes | Payload, str, str], F], name: str | None = None) -> F:
        """The picture as a part of a form: what `file`, the `File` of a generated client, makes of it.

        The server sees `name`, else one made of the format: never the caller's own, and never none, because servers
        take a part without one for a text.
        """
        media_type, ending = formats.MEDIA_TYPES[self.format]
        payload = Payload(self) if self.content is None else self.content
        return file(payload, name or f"picture.{ending}", media_type)

    def raw_base64(self) -> bytes | Base64Body:
        """The picture as a body that is its base64 text."""
        return Base64Body([self]) if self.content is None else base64.b64encode(self.content)

    def base64_text(self) -> str:
        """What stands for the picture's base64 text in a JSON document until that is sent; it does not show itself."""
        return Base64Text.of(self)


def from_memory(content: bytes | bytearray | memoryview) -> tuple[int, formats.Read]:
    """The length, and what reads pieces."""
    # One of wider numbers or more axes has another length and other pieces than its bytes.
    if isinstance(content, memoryview) and (content.format != "B" or content.ndim != 1):
        content = content.tobytes()
    size = len(content)

    def read(offset: int, length: int) -> bytes:
        if len(content) != size:
            return b""
        return bytes(memoryview(content)[offset : offset + length])

    return size, read


def from_path(path: Path) -> tuple[int, formats.Read]:
    """The length, and what reads pieces: it opens the file each time, so that nothing stays open however a call ends.

    Raises OSError.
    """
    path = path.absolute()  # the current folder can change before the last attempt

    def read(offset: int, length: int) -> bytes:
        with path.open("rb") as file:
            if _version(os.fstat(file.fileno())) != version:
                return b""
            file.seek(offset)
            return file.read(length)

    version = _version(path.stat())
    return version[0], read


def from_file(file: IO[bytes]) -> tuple[int, formats.Read]:
    """The length from where a plain file stands, and what reads pieces; each time the file stands there again.

    Raises OSError and ValueError.
    """
    with _MOVED:
        start = file.tell()
        end = file.seek(0, os.SEEK_END)
        file.seek(start)

    def read(offset: int, length: int) -> bytes:
        with _MOVED:
            place = file.tell()
            try:
                if file.seek(0, os.SEEK_END) != end:
                    return b""
                file.seek(start + offset)
                return _fill(file, length)
            finally:
                file.seek(place)

    return max(0, end - start), read


def from_copy(file: Readable, max_bytes: int | None) -> tuple[int, formats.Read]:
    """The length of what is left of a file, and what reads pieces of a copy of it, on disk if it is large.

    Of a file longer than `max_bytes` one byte more than that is copied. A file that can be put back where it stood is.
    Raises PictureError when it gives anything but bytes, and whatever the file raises.
    """
    copy = tempfile.SpooledTemporaryFile(SMALL)  # noqa: SIM115  (closed with what reads it)
    try:
        _copy(file, copy, max_bytes)
        size, read = from_file(copy)
    except BaseException:
        copy.close()
        raise
    weakref.finalize(read, copy.close)
    return size, read


def _copy(file: Readable, copy: IO[bytes], max_bytes: int | None) -> None:
    seekable = getattr(file, "seekable", bool)()
    position = getattr(file, "tell", int)() if seekable else 0
    left = sys.maxsize if max_bytes is None else max_bytes + 1
    try:
        # A raw file, a pipe for example, gives less at a time than it is asked for.
        while left and (piece := file.read(min(PIECE, left))):
            if not isinstance(cast("object", piece), (bytes, bytearray, memoryview)):
                raise PictureError(f"the file object gives {type(piece).__name__}, not bytes")
            left -= copy.write(piece)
    finally:
        if seekable:
            cast("IO[bytes]", file).seek(position)
    copy.seek(0)


def _fill(file: IO[bytes], length: int) -> bytes:
    """So many bytes, or all that are left; a raw file may give fewer at a time."""
    pieces: list[bytes] = []
    while length and (piece := file.read(length)):
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)


def _version(status: os.stat_result) -> tuple[int, ...]:
    """What changes when a file is written to, or another takes its name; the size is the first."""
    return status.st_size, status.st_mtime_ns, status.st_ino, status.st_dev
