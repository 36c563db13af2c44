"""Add keys to requests at the moment when they are sent.

Instrumentation such as OpenTelemetry's wraps `httpx.HTTPTransport.handle_request` and records the URL, and headers on
request. It sees requests as the session passes them on: without the key, and with a signer that adds it further below.

Imported with the first client: like httpx itself, `import visionapis` does not load httpcore.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import httpcore
import httpx

from visionapis._http.auth import SIGNER, origin_of
from visionapis._http.request_parts import RequestParts

if TYPE_CHECKING:
    from visionapis._http.auth import Signer

Transport = TypeVar("Transport", bound=httpx.BaseTransport | httpx.AsyncBaseTransport)


def sign_requests(transport: Transport) -> Transport:
    """Return a transport that signs what it sends.

    A transport of httpx signs in its connection pool, below its subclasses and OpenTelemetry's wrappers. Any other one,
    a mock for example, gets the signed request, as it may be the network itself.
    """
    sender: Any = transport
    while type(sender).__module__ == "opentelemetry.instrumentation.httpx":
        sender = sender._transport
    if getattr(sender, "signs_requests", False):  # of this package
        return transport
    pool: Any = getattr(sender, "_pool", None)  # private, like `_transport`; the test with OpenTelemetry needs both
    of_httpx = isinstance(sender, (httpx.HTTPTransport, httpx.AsyncHTTPTransport))
    if of_httpx and isinstance(pool, (httpcore.ConnectionPool, httpcore.AsyncConnectionPool)):
        if not isinstance(pool, _SigningPool):
            pool_class: Any = pool.__class__
            pool.__class__ = _signing_class(pool_class)
        return transport
    return _SigningTransport(transport)  # type: ignore[return-value]  # of both kinds


class _SigningPool:
    """Mixed into the class of a pool, which keeps its attributes and its connections."""

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        """Sign and send a request."""
        _sign(request)
        return super().handle_request(request)  # type: ignore[misc, no-any-return]  # of the pool

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """Sign and send a request."""
        _sign(request)
        return await super().handle_async_request(request)  # type: ignore[misc, no-any-return]  # of the pool


@cache
def _signing_class(pool: Any) -> Any:
    return type(f"Signing{pool.__name__}", (_SigningPool, pool), {})


def _sign(request: Any) -> None:
    """Sign a request of httpcore, which a transport of httpx has just made."""
    signer: Signer | None = request.extensions.get(SIGNER)
    if signer is None:
        return
    url = request.url
    parts = RequestParts(request.method.decode(), url.target, request.headers, request.stream)
    signer.sign((url.scheme, url.host, url.port), parts)
    url.target, request.headers, request.stream = parts.target, parts.headers, parts.stream
    request.extensions = _without_signer(request.extensions)


class _SigningTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Passes signed requests to a transport."""

    def __init__(self, transport: Any) -> None:
        self._transport = transport

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Sign and send a request."""
        response: httpx.Response = self._transport.handle_request(signed(request))
        return response

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Sign and send a request."""
        response: httpx.Response = await self._transport.handle_async_request(signed(request))
        return response

    def close(self) -> None:
        """Close the transport."""
        self._transport.close()

    async def aclose(self) -> None:
        """Close the transport."""
        await self._transport.aclose()


def signed(request: httpx.Request) -> httpx.Request:
    """Return a copy of a request with the key, or the request if it needs none."""
    signer: Signer | None = request.extensions.get(SIGNER)
    if signer is None:
        return request
    parts = RequestParts(request.method, request.url.raw_path, request.headers.raw, request.stream)
    signer.sign(origin_of(request.url), parts)
    changed = parts.target != request.url.raw_path
    return httpx.Request(
        request.method,
        request.url.copy_with(raw_path=parts.target) if changed else request.url,
        headers=parts.headers,
        stream=parts.stream,  # type: ignore[arg-type]  # a stream of httpx
        extensions=_without_signer(request.extensions),
    )


def _without_signer(extensions: Any) -> dict[str, Any]:
    return {name: value for name, value in extensions.items() if name != SIGNER}
