"""The transport of async clients over httpx."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import httpx
from httpcore._backends.auto import AutoBackend

from visionapis.errors import ConfigurationError

from .cancellations import send_over_pool
from .exchange import StaleConnectionError
from .loops import PerLoop, running_loop
from .network import LIMITS, is_last, make_proxy
from .signing import sign_requests
from .sockets import use_sockets

if TYPE_CHECKING:
    import asyncio
    import ssl
    from collections.abc import AsyncIterator

    from visionapis._http.redaction import Secret


class AsyncNetworkTransport(httpx.AsyncBaseTransport):
    """The transport of async clients: each event loop has its own connections."""

    signs_requests = True

    def __init__(self, context: ssl.SSLContext, proxy: Secret | None = None) -> None:
        first = [_Pool(context, proxy)]  # made here, so that a proxy that cannot be used is refused at once
        self._pools = PerLoop(lambda: first.pop() if first else _Pool(context, proxy), _Pool.close)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request over a connection of the running event loop."""
        return await self._pools.get().handle_async_request(request)

    async def aclose(self) -> None:
        """Close the connections of all event loops."""
        for _, pool in self._pools.pop_all():
            pool.close()


class _Pool(httpx.AsyncHTTPTransport):
    """The connections of one event loop."""

    def __init__(self, context: ssl.SSLContext, proxy: Secret | None) -> None:
        super().__init__(verify=context, proxy=make_proxy(proxy, context), limits=LIMITS)
        self._backend = use_sockets(self)
        sign_requests(self)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, as the transport of sync clients does."""
        send = super().handle_async_request
        try:
            response = await send_over_pool(self, send, request)
        except httpx.ConnectError as error:
            if not isinstance(error.__cause__, StaleConnectionError):
                raise
            response = await send_over_pool(self, send, request)
        if is_last(response):
            response.stream = _LastAsyncStream(response)
        return response

    def close(self) -> None:
        """Close the connections, from any thread and without their event loop."""
        self._backend.close()


class _LastAsyncStream(httpx.AsyncByteStream):
    """The same as `_LastStream`, for async clients."""

    def __init__(self, response: httpx.Response) -> None:
        self._stream = cast("httpx.AsyncByteStream", response.stream)
        self._connection = response.extensions["network_stream"]

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._stream.__aiter__()

    async def aclose(self) -> None:
        """Close the connection, and then tell the pool."""
        await self._connection.aclose()
        await self._stream.aclose()


class OneLoopTransport(httpx.AsyncBaseTransport):
    """A caller's transport: its connections serve one event loop, and the next one after that is closed."""

    signs_requests = True

    def __init__(self, transport: httpx.AsyncHTTPTransport) -> None:
        self._transport = sign_requests(transport)
        self._loop: asyncio.AbstractEventLoop | None = None
        pool = cast("Any", transport._pool)  # pyright: ignore[reportPrivateUsage]  (httpx has no option for it)
        # HTTP/2 reads and writes at the same time, and a test may have replaced the network.
        self._is_movable = isinstance(pool._network_backend, AutoBackend) and not pool._http2 and not pool._uds
        if self._is_movable:
            use_sockets(transport)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request. Raises ConfigurationError while the transport belongs to another event loop."""
        loop = running_loop()
        if self._loop is not loop:
            if self._loop is not None and not (self._is_movable and self._loop.is_closed()):
                raise ConfigurationError(
                    "the transport belongs to another event loop",
                    hint="create a transport for each, or name one: transport='httpx'",
                )
            self._loop = loop
        return await send_over_pool(self._transport, self._transport.handle_async_request, request)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._transport.aclose()
