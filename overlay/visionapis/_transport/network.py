"""The transport of sync clients over httpx, and what it has in common with that of async clients."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import httpx

from .backend import enforce_deadline
from .exchange import StaleConnectionError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator

    from visionapis._http.redaction import Secret

KEEP_ALIVE_SECONDS = 4.0
"""Seconds after which an idle connection is not used again: uvicorn closes it after 5."""

LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=KEEP_ALIVE_SECONDS)


class NetworkTransport(httpx.HTTPTransport):
    """The transport of sync clients."""

    def __init__(self, context: ssl.SSLContext, proxy: Secret | None = None) -> None:
        super().__init__(verify=context, proxy=make_proxy(proxy, context), limits=LIMITS)
        enforce_deadline(self)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, again if the first connection turns out to have been closed by the server before."""
        try:
            response = super().handle_request(request)
        except httpx.ConnectError as error:
            if not isinstance(error.__cause__, StaleConnectionError):
                raise
            response = super().handle_request(request)
        if is_last(response):
            response.stream = _LastStream(response)
        return response


class _LastStream(httpx.SyncByteStream):
    """The body of a response after which the connection is closed: uvicorn closes it after an error, unannounced."""

    def __init__(self, response: httpx.Response) -> None:
        self._stream = cast("httpx.SyncByteStream", response.stream)
        self._connection = response.extensions["network_stream"]

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._stream)

    def close(self) -> None:
        """Close the connection, and then tell the pool, which would otherwise use it for a waiting request."""
        self._connection.close()
        self._stream.close()


def is_last(response: httpx.Response) -> bool:
    """Return whether the connection of a response is not to be used again; a library of mocks may leave it out."""
    return response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR and "network_stream" in response.extensions


def make_proxy(proxy: Secret | None, context: ssl.SSLContext) -> httpx.Proxy | None:
    """Return the proxy; TLS to it has the settings of TLS to servers."""
    if proxy is None:
        return None
    is_encrypted = proxy.reveal().startswith("https://")
    return httpx.Proxy(proxy.reveal(), ssl_context=context if is_encrypted else None)
