"""Large images as every kind of input that clients accept."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, Any

import httpx

from visionapis._images.bodies import build
from visionapis._images.formats import MEDIA_TYPES
from visionapis._images.input import load
from visionapis._images.options import LoadOptions
from visionapis._images.sources import CHUNK_SIZE, ImageSource

from .images import make_image

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from visionapis import ImageInput

LARGE = make_image() + os.urandom(3 * CHUNK_SIZE + 1)

INPUTS = ("path", "text path", "bytes", "bytearray", "memoryview", "file", "raw file", "buffer", "unseekable")


class Unseekable:
    """A file that can only be read forward."""

    def __init__(self, content: bytes) -> None:
        """Start at the first byte."""
        self._file = io.BytesIO(content)

    def read(self, size: int = -1, /) -> bytes:
        """Return at most 1,000 bytes at a time, as sockets do."""
        return self._file.read(min(size, 1000) if size >= 0 else 1000)


def make_input(kind: str, content: bytes, path: Path) -> ImageInput:
    """Return `content` as a kind of input; files are positioned after three other bytes."""
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
    in_memory: dict[str, Callable[[bytes], ImageInput]] = {
        "bytes": bytes,
        "bytearray": bytearray,
        "memoryview": memoryview,
        "unseekable": Unseekable,
    }
    return in_memory[kind](content)


def load_source(image: ImageInput) -> ImageSource:
    """Load an image as the client does."""
    loaded = load(image, LoadOptions(formats=set(MEDIA_TYPES)))
    assert isinstance(loaded, ImageSource)
    return loaded


def build_request(**body: Any) -> httpx.Request:
    """Build a request with this body as the client does."""
    return build({"method": "POST", **body}, httpx.URL("http://host/"), [(b"Host", b"host")])
