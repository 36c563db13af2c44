"""Connections after a cancellation, which asyncio may deliver within the cleanup of httpcore.

httpcore shields its cleanup with scopes of anyio, which a cancellation of asyncio does not heed: the connection of a
cancelled request stayed in use for ever. https://github.com/encode/httpcore/issues/1093
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import httpcore
import httpx

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable


async def send_over_pool(
    transport: httpx.AsyncHTTPTransport,
    send: Callable[[httpx.Request], Awaitable[httpx.Response]],
    request: httpx.Request,
) -> httpx.Response:
    """Return the response of `send`, a method of the transport; its connection returns to the pool in any case."""
    pool = cast("Any", transport._pool)  # pyright: ignore[reportPrivateUsage]  (see `enforce_deadline`)
    if not isinstance(pool, httpcore.AsyncConnectionPool):
        return await send(request)
    try:
        response = await send(request)
    except BaseException:
        await _drop_abandoned(pool)
        raise
    stream = cast("httpx.AsyncByteStream", response.stream)
    pool_request = getattr(getattr(stream, "_httpcore_stream", None), "_pool_request", None)
    if pool_request is not None:
        response.stream = _PooledStream(stream, pool, pool_request)
    return response


class _PooledStream(httpx.AsyncByteStream):
    """The body of a response over a connection of a pool."""

    def __init__(self, stream: httpx.AsyncByteStream, pool: Any, request: Any) -> None:
        self._stream = stream
        self._pool = pool
        self._request = request

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._stream.__aiter__()

    async def aclose(self) -> None:
        """Return the connection to the pool, or close it."""
        try:
            await self._stream.aclose()
        finally:
            if self._request in self._pool._requests:
                self._pool._requests.remove(self._request)
                # Other requests may be assigned to it already: they would find it in use, and leave it in use.
                connection = self._request.connection
                if not connection.is_available():
                    await connection.aclose()
                await _drop_abandoned(self._pool)


async def _drop_abandoned(pool: Any) -> None:
    """Close the connections that are in use by no request, without waiting for anything."""
    used = {id(each.connection) for each in pool._requests}
    for connection in list(pool._connections):
        if id(connection) not in used and not (connection.is_idle() or connection.is_closed()):
            pool._connections.remove(connection)
            await connection.aclose()
    for connection in pool._assign_requests_to_connections():
        await connection.aclose()
