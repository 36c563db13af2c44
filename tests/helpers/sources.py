"""Large pictures in every form that a caller can have them."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, Any

import httpx

from visionapis._images.bodies import build
from visionapis._images.formats import MEDIA_TYPES
from visionapis._images.input import load
from visionapis._images.sources import PIECE, PictureSource

from .images import picture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from visionapis import Picture

LARGE = picture() + os.urandom(3 * PIECE + 1)

INPUTS = ("path", "text path", "bytes", "bytearray", "memoryview", "file", "raw file", "buffer", "unseekable")


class Unseekable:
    """A file that can only be read."""

    def __init__(self, content: bytes) -> None:
        """Nothing is read yet."""
        self._file = io.BytesIO(content)

    def read(self, size: int = -1, /) -> bytes:
        """At most 1,000 bytes at a time, as sockets give them."""
        return self._file.read(min(size, 1000) if size >= 0 else 1000)


def given(kind: str, content: bytes, path: Path) -> Picture:
    """The content as a caller may have it; files stand behind three bytes of something else."""
    if kind in {"path", "text path"}:
        path.write_bytes(content)
        return path if kind == "path" else str(path)
    if kind in {"file", "raw file"}:
        path.write_bytes(b"no!" + content)
        file = path.open("rb", buffering=0 if kind == "raw file" else -1)
        file.seek(3)
        return file
    if kind == "buffer":
        buffer = io.BytesIO(b"no!" + content)
        buffer.seek(3)
        return buffer
    others: dict[str, Callable[[bytes], Picture]] = {
        "bytes": bytes,
        "bytearray": bytearray,
        "memoryview": memoryview,
        "unseekable": Unseekable,
    }
    return others[kind](content)


def source_of(picture_: Picture) -> PictureSource:
    """The picture as it is sent."""
    loaded = load(picture_, formats=set(MEDIA_TYPES), max_bytes=None, urls=())
    assert isinstance(loaded, PictureSource)
    return loaded


def request_with(**body: Any) -> httpx.Request:
    """A request with this body, as it is sent."""
    return build({"method": "POST", **body}, httpx.URL("http://host/"), [(b"Host", b"host")], {})
