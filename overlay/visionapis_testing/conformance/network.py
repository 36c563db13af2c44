"""A transport to a live server that limits the time and the size of each response."""

from collections.abc import Callable, Iterator
from typing import cast

import httpx

from visionapis._http.limits import Limits
from visionapis._transport.deadline import deadline
from visionapis._transport.pool import make_connections
from visionapis.errors import ConfigurationError

from .errors import UsageError

TIMEOUT = 60.0
"""Seconds within which a whole response must be received."""

_MAX_RESPONSE_BYTES = 32 * 2**20


def make_transport(url: str, remaining: Callable[[], float]) -> httpx.BaseTransport:
    """Return a transport with the TLS and proxy settings of the clients; its responses are read completely.

    A response takes at most TIMEOUT, and the `remaining` seconds of the check. Raises UsageError for certificates or a
    proxy in the environment that cannot be used.
    """
    try:
        transport = make_connections(httpx.URL(url), {}, Limits()).close()
        return _BoundedTransport(cast("httpx.BaseTransport", transport), remaining)
    except ConfigurationError as error:
        raise UsageError(str(error), hint=getattr(error, "hint", None)) from error


class _BoundedTransport(httpx.BaseTransport):
    def __init__(self, transport: httpx.BaseTransport, remaining: Callable[[], float]) -> None:
        self._transport = transport
        self._remaining = remaining

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return a response with its body. Raises httpx.TransportError when it takes too long or is too large."""
        with deadline(min(TIMEOUT, self._remaining())):
            response = self._transport.handle_request(request)
            try:
                content = b"".join(_limited(response.iter_raw()))
            finally:
                response.close()
        stream = httpx.ByteStream(content)
        return httpx.Response(
            response.status_code, headers=response.headers, stream=stream, extensions=response.extensions
        )

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()


def _limited(chunks: Iterator[bytes]) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > _MAX_RESPONSE_BYTES:
            raise httpx.ReadError(f"the response is larger than {_MAX_RESPONSE_BYTES >> 20} MiB")
        yield chunk
