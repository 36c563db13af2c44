"""A transport to a live server that limits the time and the size of each response."""

from collections.abc import Callable
from typing import cast

import httpx

from visionapis._http.limits import Limits
from visionapis._transport.content import TOO_LARGE, read_content
from visionapis._transport.deadline import deadline, remaining
from visionapis._transport.pool import make_connections
from visionapis._transport.proxies import resolve_proxy
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
        base_url = httpx.URL(url)
        transport = make_connections(base_url, resolve_proxy(base_url, None), {}, Limits()).close()
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
            unread = self._transport.handle_request(request)
            try:
                response = read_content(unread, _MAX_RESPONSE_BYTES, lambda: remaining() or 0.0)
            finally:
                unread.close()
        if TOO_LARGE in response.extensions:
            raise httpx.ReadError(f"the response is larger than {_MAX_RESPONSE_BYTES >> 20} MiB")
        return response

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()
