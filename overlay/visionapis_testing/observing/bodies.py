"""Bodies of messages, kept up to a limit while their sender or receiver handles them."""

from collections.abc import Iterator

import httpx

MAX_BODY_BYTES = 2**22
"""Of a longer body, as it is sent or decompressed, nothing is kept: the message is judged without it."""

# A kilobyte of gzip has a megabyte of content at most.
_PIECE = 1024


class Body:
    """The bytes of a body that were seen until now."""

    __slots__ = ("_content", "is_complete")

    def __init__(self, content: bytes | None = None) -> None:
        """Begin a body, or keep a complete one."""
        self._content: bytearray | None = bytearray()
        self.is_complete = False
        """Whether its end was seen."""
        if content is not None:
            self.add(content)
            self.is_complete = True

    @property
    def is_too_long(self) -> bool:
        """Whether it exceeds the limit."""
        return self._content is None

    @property
    def size(self) -> int:
        """The number of bytes that are kept."""
        return len(self._content or b"")

    @property
    def content(self) -> bytes | None:
        """The whole body; None if it is too long, or its end was not seen."""
        return bytes(self._content) if self.is_complete and self._content is not None else None

    def add(self, chunk: bytes) -> None:
        """Keep a chunk; forget all of them if they are too long."""
        if self._content is not None:
            if len(self._content) + len(chunk) > MAX_BODY_BYTES:
                self._content = None
            else:
                self._content += chunk

    def clear(self) -> None:
        """Begin again, as a sender does that sends a request a second time."""
        self._content, self.is_complete = bytearray(), False


def decompress(headers: httpx.Headers, content: bytes) -> bytes | None:
    """Return the content of a response's body as it was received; None if it is too long or damaged."""
    body = Body()
    try:
        for chunk in httpx.Response(200, headers=headers, stream=_Pieces(content)).iter_bytes():
            body.add(chunk)
            if body.is_too_long:
                return None
    except httpx.DecodingError:
        return None
    body.is_complete = True
    return body.content


class _Pieces(httpx.SyncByteStream):
    """A body in small pieces."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def __iter__(self) -> Iterator[bytes]:
        for start in range(0, len(self._content), _PIECE):
            yield self._content[start : start + _PIECE]
