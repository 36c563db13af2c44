"""The content of responses: decompressed in small pieces, up to a limit."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TOO_LARGE = "visionapis_too_large"
"""An extension of a response whose content was not kept: the limit in bytes."""

INCOMPLETE = "visionapis_incomplete"
"""An extension of an error response whose content was cut off, and not kept: a secret in it may be cut off, too."""

_CUT_OFF = (httpx.NetworkError, httpx.ProtocolError, httpx.DecodingError)

# A byte of gzip or deflate holds up to 1032 of content.
_PIECE_SIZE = 65536

_GZIP = zlib.MAX_WBITS | 16


def read_content(response: httpx.Response, limit: int, remaining: Callable[[], float]) -> httpx.Response:
    """Return a response with its content, at most `limit` bytes, and without a reference to its connection.

    A larger one is left unread, and the extension TOO_LARGE set. Raises httpx.ReadTimeout when no time remains, and
    exceptions of the network and of decoding; an error response has its status without them, and INCOMPLETE is set.
    """
    content = _Content(response, limit, remaining)
    chunks = iter([response.content]) if response.is_stream_consumed else response.iter_raw()
    try:
        for chunk in () if content.is_too_large else chunks:
            if not content.add(chunk):
                break
        return content.to_response()
    except _CUT_OFF:
        if not response.is_error:
            raise
    return content.to_incomplete_response()


async def aread_content(response: httpx.Response, limit: int, remaining: Callable[[], float]) -> httpx.Response:
    """Return a response with its content, as `read_content` does."""
    if response.is_stream_consumed or isinstance(response.stream, httpx.ByteStream):
        return read_content(response, limit, remaining)  # in memory; aiter_raw takes several times as long
    content = _Content(response, limit, remaining)
    try:
        if not content.is_too_large:
            async for chunk in response.aiter_raw():
                if not content.add(chunk):
                    break
        return content.to_response()
    except _CUT_OFF:
        if not response.is_error:
            raise
    return content.to_incomplete_response()


class _Content:
    """The content of a response as far as it was received."""

    def __init__(self, response: httpx.Response, limit: int, remaining: Callable[[], float]) -> None:
        self._response = response
        self._limit = limit
        self._remaining = remaining
        self._buffer = BytesIO()  # neither grows by doubling nor is copied at the end
        declared = response.headers.get("content-length", "")
        self.is_too_large = declared.isdecimal() and len(declared) <= 20 and int(declared) > limit
        codings = response.headers.get_list("content-encoding", split_commas=True)
        if response.is_stream_consumed:  # by a transport of the caller, which has decompressed it
            codings = []
        # One that no server may send, as it is not accepted, is left as it is.
        names = [each.strip().lower().removeprefix("x-") for each in reversed(codings)]
        self._layers = [_Layer(name, limit) for name in names if name in {"gzip", "deflate"}]
        self._received = 0

    def add(self, data: bytes) -> bool:
        """Add data as it was received. Returns False if the content is too large."""
        self._received += len(data)
        self.is_too_large = self.is_too_large or self._received > self._limit or not self._add(data, self._layers)
        return not self.is_too_large

    def _add(self, data: bytes, layers: list[_Layer]) -> bool:
        if not layers:
            self._buffer.write(data)
            return self._buffer.tell() <= self._limit
        for piece in layers[0].decode(data):
            if not self._add(piece, layers[1:]):
                return False
            if self._remaining() <= 0:
                raise httpx.ReadTimeout("the deadline of the call has passed")
        return not layers[0].is_too_large

    def to_response(self) -> httpx.Response:
        """Return the response with its content. Raises httpx.DecodingError if a compressed one is incomplete."""
        extensions, content = self._response.extensions, b""
        if self.is_too_large:
            extensions = {**extensions, TOO_LARGE: self._limit}
        else:
            for layer in self._layers if self._received else ():
                layer.check_complete()
            content = self._buffer.getvalue()
        return self._read(content, extensions)

    def to_incomplete_response(self) -> httpx.Response:
        """Return the response without its content."""
        return self._read(b"", {**self._response.extensions, INCOMPLETE: True})

    def _read(self, content: bytes, extensions: dict[str, Any]) -> httpx.Response:
        response = self._response
        read = httpx.Response(response.status_code, content=content, extensions=extensions)
        read.headers = response.headers  # not passed above, since the content is not compressed any more
        return read


class _Layer:
    """A compression of the content; there may be several."""

    def __init__(self, name: str, limit: int) -> None:
        self._is_gzip = name == "gzip"
        self._limit = limit
        self._inflater: Any = None  # a private class of zlib
        self._start = b""
        self._members = 0
        self._size = 0

    @property
    def is_too_large(self) -> bool:
        """Whether the decompressed content of this layer exceeds the limit."""
        return self._size > self._limit

    def decode(self, data: bytes) -> Iterator[bytes]:
        """Yield pieces of the content, until it is too large. Raises httpx.DecodingError."""
        while data and not self.is_too_large:
            if self._inflater is None:
                data, self._start = self._start + data, b""
                if self._members:
                    data = data.lstrip(b"\0")  # padding
                if len(data) < 2:
                    self._start = data
                    return
                if self._members and not (self._is_gzip and data.startswith(b"\x1f\x8b")):
                    return  # as browsers do
                self._inflater = zlib.decompressobj(self._window_bits(data))
            try:
                piece = self._inflater.decompress(data, _PIECE_SIZE)
            except zlib.error as error:
                raise httpx.DecodingError(str(error)) from error
            data = self._inflater.unconsumed_tail
            if self._inflater.eof:
                data, self._inflater = self._inflater.unused_data, None
                self._members += 1
            self._size += len(piece)
            yield piece

    def check_complete(self) -> None:
        """Raise httpx.DecodingError unless the content was decompressed to its end."""
        if self._inflater or not self._members:
            raise httpx.DecodingError("the compressed content is incomplete")

    def _window_bits(self, start: bytes) -> int:
        if self._is_gzip:
            return _GZIP
        # Deflate has a header of zlib, which some servers leave out.
        has_header = start[0] & 0x0F == zlib.DEFLATED and int.from_bytes(start[:2], "big") % 31 == 0
        return zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS
