"""How pictures stand in the bodies of requests: as parts of forms, as base64 text, as base64 within JSON.

A large picture is read while it is sent, anew for each attempt, and is never in memory as a whole.
"""

from __future__ import annotations

import base64
import itertools
import json
import os
import re
import weakref
from typing import TYPE_CHECKING, Any

import httpx

from visionapis.errors import PictureError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping, Sequence

    from .sources import PictureSource

# What stands for a picture in a JSON document until that is sent; nobody outside this process knows it.
_MARK = f"picture-{os.urandom(16).hex()}-"
_MARKS = f"({_MARK}[0-9]+;)"
_MARKED: weakref.WeakValueDictionary[str, PictureSource] = weakref.WeakValueDictionary()
_NUMBERS = itertools.count()

# Bytes up to which a body is put together before it is sent: read while it is sent, it would cost more than it saves.
_SMALL = 131072

# As httpx writes JSON.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class Payload:
    """A large picture as the file of a part of a form. It holds nothing open, so nobody has to close it."""

    def __init__(self, source: PictureSource) -> None:
        """The picture is read from its start, and again after each `seek(0)`."""
        self._source = source
        self._place = 0

    def read(self, size: int = -1, /) -> bytes:
        """The next piece, of at most `size` bytes, or all that is left; none at the end. Raises PictureError."""
        left = self._source.size - self._place
        piece = self._source.read(self._place, left if size < 0 else min(size, left))
        self._place += len(piece)
        return piece

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place, which is given back."""
        self._place = offset + (0, self._place, self._source.size)[whence]
        return self._place

    def tell(self) -> int:
        """The place of the next read."""
        return self._place


class Base64Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body with large pictures in it, as base64; it can be read any number of times."""

    def __init__(self, parts: Sequence[bytes | PictureSource]) -> None:
        """`parts` follow each other on the wire: bytes as they are, pictures as base64."""
        self._parts = parts
        self.length = sum(len(part) if isinstance(part, bytes) else -(-part.size // 3) * 4 for part in parts)
        """The length of the whole, in bytes."""

    def __iter__(self) -> Iterator[bytes]:
        for part in self._parts:
            if isinstance(part, bytes):
                yield part
            else:
                # Each piece but the last has a multiple of three bytes, so that no padding stands between two.
                yield from map(base64.b64encode, part.pieces())

    async def __aiter__(self) -> AsyncIterator[bytes]:
        # Read within the event loop: a piece of a local file takes less time than a change of threads.
        for piece in self:
            yield piece


class Base64Text(str):
    """A mark that becomes the base64 text of a picture when the JSON document that it stands in is sent."""

    _source: PictureSource
    """Lives as long as its mark."""

    @classmethod
    def of(cls, source: PictureSource) -> Base64Text:
        """What stands for this picture."""
        mark = f"{_MARK}{next(_NUMBERS)};"
        _MARKED[mark] = source
        text = cls(mark)
        text._source = source
        return text

    def __repr__(self) -> str:
        return "<base64 text of a picture>"


def build(
    request: Mapping[str, Any], url: httpx.URL, headers: list[tuple[bytes, bytes]], extensions: dict[str, Any]
) -> httpx.Request:
    """A request of a generated client as it is sent, with pictures that are read as they are sent.

    Its length is known, and its body can be sent any number of times, by a transport of either kind.
    """
    method, params = request["method"], request.get("params")
    content = encode_json(request["json"]) if "json" in request else request.get("content")
    if content is None:
        # httpx draws the boundary of a form with files.
        form = {name: request[name] for name in ("data", "files") if name in request}
        return httpx.Request(method, url, params=params, headers=headers, extensions=extensions, **form)
    length, stream = (
        (len(content), httpx.ByteStream(content)) if isinstance(content, bytes) else (content.length, content)
    )
    headers = [*headers, (b"Content-Length", b"%d" % length)]
    return httpx.Request(method, url, params=params, headers=headers, stream=stream, extensions=extensions)


def encode_json(document: object) -> bytes | Base64Body:
    """The document as it is sent. Raises PictureError when a picture in it is gone."""
    text = _ENCODER.encode(document)
    if _MARK not in text:
        return text.encode()
    # Not written by the encoder, which would look for what to escape in all of it.
    body = Base64Body([_marked(part) if part.startswith(_MARK) else part.encode() for part in re.split(_MARKS, text)])
    return b"".join(body) if body.length <= _SMALL else body


def _marked(mark: str) -> PictureSource:
    source = _MARKED.get(mark)
    if source is None:
        raise PictureError("a text stands for a picture that is gone; keep the text that base64_text() gave")
    return source
