"""The parts of a request where a key can be, and bodies with a key in front."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import httpx

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


# Here and wherever no value is compared or printed, a dataclass generates its constructor only: each generated method
# is compiled at every import, which takes a third of the time of importing a client.
@dataclass(eq=False, repr=False)
class RequestParts:
    """The parts of a request where a key can be, as they are sent."""

    method: str
    target: bytes
    """Path and query."""
    headers: list[tuple[bytes, bytes]]
    stream: object
    """The body, a stream of httpx."""


def header_of(request: RequestParts, name: bytes) -> bytes:
    """Return the value of a header, or nothing."""
    return next((value for each, value in request.headers if each.lower() == name), b"")


def add_prefix(request: RequestParts, prefix: bytes, *, replaced: int = 0) -> None:
    """Put bytes in front of the body, in place of its first `replaced` bytes."""
    length = b"%d" % (int(header_of(request, b"content-length")) + len(prefix) - replaced)
    request.headers = [
        (name, length if name.lower() == b"content-length" else value) for name, value in request.headers
    ]
    request.stream = _PrefixedBody(prefix, request.stream, replaced)


class _PrefixedBody(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body with bytes in front of it, in place of the first bytes of its first chunk."""

    def __init__(self, prefix: bytes, rest: object, replaced: int) -> None:
        self._prefix = prefix
        self._rest = rest
        self._replaced = replaced

    def __iter__(self) -> Iterator[bytes]:
        yield self._prefix
        start = self._replaced
        for chunk in cast("httpx.SyncByteStream", self._rest):
            yield chunk[start:]
            start = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._prefix
        start = self._replaced
        async for chunk in cast("httpx.AsyncByteStream", self._rest):
            yield chunk[start:]
            start = 0
