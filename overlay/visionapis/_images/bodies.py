"""Images in the bodies of requests: as parts of forms, as base64 text, and as base64 text within JSON.

A large image is read while it is sent, again for each attempt, and is never in memory as a whole.
"""

from __future__ import annotations

import base64
import json
import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping, Sequence

    from .sources import ImageSource

# Marks the place of an image while a document is encoded; random, so that no text of a caller contains it.
_MARK = os.urandom(16).hex()
_MARKS = f"{_MARK}([0-9]+);"  # compiled by its first use, not by the import

# A body of up to this many bytes is put together before it is sent; reading it in chunks would cost more than it saves.
_SMALL_BODY = 131072


class ImagePart:
    """A large image as the file of a form's part. It keeps no file open, so it needs no closing."""

    def __init__(self, source: ImageSource) -> None:
        """Make a file of the image, positioned at its start."""
        self._source = source
        self._position = 0

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes, or all that are left; none at the end. Raises InvalidImageError."""
        remaining = self._source.size - self._position
        chunk = self._source.read(self._position, remaining if size < 0 else min(size, remaining))
        self._position += len(chunk)
        return chunk

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Set the position and return it."""
        self._position = offset + (0, self._position, self._source.size)[whence]
        return self._position

    def tell(self) -> int:
        """Return the position."""
        return self._position


class Base64Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that contains images as base64 text; it can be read any number of times."""

    def __init__(self, parts: Sequence[bytes | ImageSource]) -> None:
        """Make a body of `parts` in this order: bytes as they are, images as base64 text."""
        self._parts = parts
        self.length = sum(len(part) if isinstance(part, bytes) else -(-part.size // 3) * 4 for part in parts)
        """Length of the body in bytes."""

    def __iter__(self) -> Iterator[bytes]:
        for part in self._parts:
            if isinstance(part, bytes):
                yield part
            else:
                # The length of each chunk but the last is a multiple of three, so there is no padding between them.
                yield from map(base64.b64encode, part.chunks())

    async def __aiter__(self) -> AsyncIterator[bytes]:
        # Read within the event loop: reading a chunk of a local file takes less time than a switch of threads.
        for chunk in self:
            yield chunk


class ImageBody(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A large image as a body; it can be read any number of times."""

    def __init__(self, source: ImageSource) -> None:
        """Make a body of the image."""
        self._source = source
        self.length = source.size
        """Length of the body in bytes."""

    def __iter__(self) -> Iterator[bytes]:
        return self._source.chunks()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self._source.chunks():  # within the event loop, as for `Base64Body`
            yield chunk


@dataclass(eq=False)
class Base64Image:
    """Stands for the base64 text of an image in a JSON document; the text is made while the document is sent."""

    source: ImageSource = field(repr=False)


def build(request: Mapping[str, Any], url: httpx.URL, headers: list[tuple[bytes, bytes]]) -> httpx.Request:
    """Return the HTTP request for encoded arguments, with images that are read while they are sent.

    Its length is known, its body can be sent any number of times, and sync and async transports can send it.
    """
    method, params = request["method"], request.get("params")
    content = encode_json(request["json"]) if "json" in request else request.get("content")
    if content is None:
        # httpx generates a random boundary for a form with files.
        form = {name: request[name] for name in ("data", "files") if name in request}
        return httpx.Request(method, url, params=params, headers=headers, **form)
    length, stream = (
        (len(content), httpx.ByteStream(content)) if isinstance(content, bytes) else (content.length, content)
    )
    headers = [*headers, (b"Content-Length", b"%d" % length)]
    return httpx.Request(method, url, params=params, headers=headers, stream=stream)


def encode_json(document: object) -> bytes | Base64Body:
    """Return the document as it is sent."""
    images: list[ImageSource] = []

    def mark(value: object) -> str:
        if not isinstance(value, Base64Image):
            raise TypeError(f"{type(value).__name__} is not JSON serializable")
        images.append(value.source)
        return f"{_MARK}{len(images) - 1};"

    # The separators are those of httpx.
    text = json.dumps(document, default=mark, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    if not images:
        return text.encode()
    # JSON and numbers of images take turns in the split text.
    body = Base64Body(
        [images[int(part)] if index % 2 else part.encode() for index, part in enumerate(re.split(_MARKS, text))]
    )
    return b"".join(body) if body.length <= _SMALL_BODY else body
