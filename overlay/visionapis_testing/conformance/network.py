"""The way to a server elsewhere, whose answers may never end."""

from collections.abc import Iterator

import httpx

from visionapis._http.limits import Limits
from visionapis._transport.deadline import deadline
from visionapis._transport.pool import connect
from visionapis.errors import ConfigurationError

from .errors import RefusedCheckError

SECONDS = 60.0
"""A whole answer takes no longer."""

_LARGEST = 32 * 2**20


def transport_to(url: str) -> httpx.BaseTransport:
    """Return the transport of a client: as a caller's way to the server, but answers are whole and bounded.

    Raises RefusedCheckError where certificates or a proxy named in the environment cannot be used.
    """
    try:
        return _Whole(connect(httpx.URL(url), None, None, Limits()).end())
    except ConfigurationError as error:
        raise RefusedCheckError(f"{error}.") from error


class _Whole(httpx.BaseTransport):
    def __init__(self, transport: httpx.BaseTransport) -> None:
        self._transport = transport

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return an answer with its body. Raises httpx.TransportError when that takes too long, or is too much."""
        with deadline(SECONDS):
            answer = self._transport.handle_request(request)
            try:
                content = b"".join(_bounded(answer.iter_raw()))
            finally:
                answer.close()
        stream = httpx.ByteStream(content)
        return httpx.Response(answer.status_code, headers=answer.headers, stream=stream, extensions=answer.extensions)

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()


def _bounded(pieces: Iterator[bytes]) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > _LARGEST:
            raise httpx.ReadError(f"the answer has more than {_LARGEST >> 20} MiB")
        yield piece
