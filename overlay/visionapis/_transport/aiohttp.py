"""A transport over aiohttp, for many requests in flight: httpx's own slows down from about a hundred on.

Requires the extra `visionapis[aiohttp]`.
"""

from __future__ import annotations

import asyncio
import math
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING

import aiohttp
import httpx
from yarl import URL

from visionapis._http.auth import SIGNER, origin_of
from visionapis._http.redaction import Secret
from visionapis._http.request_parts import RequestParts
from visionapis.errors import ConfigurationError

from .aiohttp_connections import Connector, Response, StaleConnection
from .aiohttp_request import CURRENT_EXTENSIONS, SignedRequest
from .loops import PerLoop, running_loop

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

# aiohttp writes a larger body of bytes at once, without waiting for the connection to accept it.
_CHUNK_SIZE = 65536

# Headers that aiohttp would add; the request already has them.
_AUTOMATIC_HEADERS = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")


class AiohttpTransport(httpx.AsyncBaseTransport):
    """A transport of async clients over aiohttp, for the option `transport="aiohttp"`.

    It opens one connection per request in flight; each event loop has its own. It does not follow redirects or store
    cookies, and reads only certificates from the environment.
    """

    signs_requests = True

    def __init__(self, context: ssl.SSLContext, proxy: Secret | None = None) -> None:
        """Create a transport; `proxy` is the URL of a proxy. No connection is opened.

        Raises ConfigurationError for a proxy that is not at http:// or https://, and httpx.InvalidURL for one that is
        not a URL.
        """
        if proxy and not proxy.reveal().startswith(("http://", "https://")):
            raise ConfigurationError(
                "aiohttp supports proxies with http:// and https:// only",
                hint="use the transport 'httpx', which supports SOCKS proxies with pip install 'httpx[socks]'",
            )
        if proxy:
            httpx.URL(proxy.reveal())  # aiohttp itself checks it with the first request
        self._proxy = proxy
        self._ssl = context
        self._sessions = PerLoop(self._make_session, _leave)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; the body of its response is read from the network on demand.

        Raises exceptions of httpx: ConnectError and ConnectTimeout if nothing was received, others if something may be.
        """
        try:
            return await self._send(request)
        except httpx.ConnectError as error:
            if not isinstance(error.__cause__, StaleConnection):
                raise
        return await self._send(request)

    async def _send(self, request: httpx.Request) -> httpx.Response:
        session = self._sessions.get()
        seconds = request.extensions.get("timeout", {})
        parts = RequestParts(request.method, request.url.raw_path, request.headers.raw, request.stream)
        if signer := request.extensions.get(SIGNER):
            signer.sign(origin_of(request.url), parts)
        body = _Body(parts, seconds.get("write"))
        response: aiohttp.ClientResponse | None = None
        failure: Exception
        if trace := request.extensions.get("trace"):
            await trace("connection.connect_tcp.started", {})
        token = CURRENT_EXTENSIONS.set(request.extensions)
        try:
            sent = session.request(
                request.method,
                URL(str(request.url), encoded=True),
                headers=[(name.decode("ascii"), value.decode()) for name, value in request.headers.raw],
                data=body if body.content is None else body.content or None,
                allow_redirects=False,
                proxy=self._proxy.reveal() if self._proxy else None,
                timeout=aiohttp.ClientTimeout(
                    total=None, connect=seconds.get("connect"), sock_read=seconds.get("read"), ceil_threshold=math.inf
                ),
            )
            if body.content is None:
                async with body.timeout:
                    response = await sent
            else:
                response = await sent
            # Most responses arrive in one packet, and a body in memory is read several times as fast.
            whole = response.content.read_nowait() if response.content.is_eof() else None
        except aiohttp.ClientError as error:
            failure = body.failure or _translate(error, sending=body.sending)
        except TimeoutError:
            failure = httpx.WriteTimeout("the server does not read the request")
        except ValueError:
            failure = httpx.LocalProtocolError("a header or the URL of the request cannot be sent")
        else:
            if whole is not None:  # no more is read, not even of a connection that speaks another protocol from now on
                response.close()
            return httpx.Response(
                response.status,
                headers=response.raw_headers,
                stream=_ResponseStream(response) if whole is None else httpx.ByteStream(whole),
                extensions={"reason_phrase": (response.reason or "").encode("latin-1", "replace")},
            )
        finally:
            CURRENT_EXTENSIONS.reset(token)
        if response is not None:
            response.close()
        # Raised outside the handler, because exceptions of aiohttp hold the request with the key.
        raise failure

    async def aclose(self) -> None:
        """Close the connections of all event loops."""
        for loop, session in self._sessions.pop_all():
            if loop is running_loop():
                await session.close()
            else:
                loop.call_soon_threadsafe(_leave, session)

    def _make_session(self) -> aiohttp.ClientSession:
        session = aiohttp.ClientSession(
            connector=Connector(self._ssl),
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=_AUTOMATIC_HEADERS,
            auto_decompress=False,
            request_class=SignedRequest,
            response_class=Response,
        )
        # aiohttp retries a GET, PUT or DELETE whose connection breaks, although the server may have processed it.
        # There is no public option against it; the test of dropped connections fails if this is renamed.
        session._retry_connection = False  # pyright: ignore[reportPrivateUsage]  (aiohttp has no option for it)
        return session


def _leave(session: aiohttp.ClientSession) -> None:
    if isinstance(session.connector, Connector):
        session.connector.leave()


class _Body:
    """The body of a request while it is sent."""

    def __init__(self, request: RequestParts, seconds: float | None) -> None:
        """Keep a small body as `content`; otherwise each chunk may take this number of seconds within `timeout`."""
        if not isinstance(request.stream, httpx.AsyncByteStream):
            raise TypeError("the body of an async request must be an httpx.AsyncByteStream")
        length = {name.lower(): value for name, value in request.headers}.get(b"content-length")
        self.timeout = asyncio.timeout(None)
        self.failure: Exception | None = None
        self.sending = False
        self._stream = request.stream
        self._length = None if length is None else int(length)
        self._seconds = seconds

        self.content: bytes | None = None
        if isinstance(request.stream, httpx.ByteStream) and (self._length or 0) <= _CHUNK_SIZE:
            self.content = b"".join(request.stream)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self.sending = True
        try:
            async for chunk in self._chunks():
                self._expire_in(self._seconds)
                yield chunk
                self._expire_in(None)
        except Exception as error:
            # Kept, because aiohttp does not raise it to its caller.
            self.failure = error
            raise
        self.sending = False

    async def _chunks(self) -> AsyncIterator[bytes]:
        """Yield the body, and check that its length is the declared one."""
        sent = 0
        async for chunk in self._stream:
            sent += len(chunk)
            if self._length is not None and sent > self._length:
                raise httpx.LocalProtocolError("the body is longer than its Content-Length says")
            for start in range(0, len(chunk), _CHUNK_SIZE):
                yield chunk[start : start + _CHUNK_SIZE]
        if self._length is not None and sent < self._length:
            raise httpx.LocalProtocolError("the body is shorter than its Content-Length says")

    def _expire_in(self, seconds: float | None) -> None:
        with suppress(RuntimeError):  # the response arrived before, or the time has expired
            self.timeout.reschedule(None if seconds is None else asyncio.get_running_loop().time() + seconds)


class _ResponseStream(httpx.AsyncByteStream):
    """The body of a response while it is received."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for chunk in self._response.content.iter_any():
                yield chunk
        except aiohttp.ClientError as error:
            failure = _translate(error, sending=False)
        else:
            return
        raise failure

    async def aclose(self) -> None:
        """Return the connection to the pool if the response was read, else close it."""
        self._response.close()


def _translate(error: aiohttp.ClientError, *, sending: bool) -> httpx.TransportError:
    """Return the exception of httpx for one of aiohttp, without the URL, which aiohttp quotes with its query."""
    match error:
        case aiohttp.ConnectionTimeoutError():
            return httpx.ConnectTimeout("timed out while connecting")
        case aiohttp.ClientConnectorError():
            connect_error = httpx.ConnectError(str(error.os_error))
            connect_error.__cause__ = error.os_error.with_traceback(None)
            return connect_error
        case aiohttp.ClientOSError(__cause__=StaleConnection()):
            stale_error = httpx.ConnectError("the server closed an idle connection")
            stale_error.__cause__ = StaleConnection()
            return stale_error
        case aiohttp.ClientHttpProxyError():
            return httpx.ProxyError(f"{error.status} {error.message}")
        case aiohttp.ServerTimeoutError():
            return httpx.ReadTimeout("timed out while waiting for the response")
        case aiohttp.ServerDisconnectedError():
            return httpx.RemoteProtocolError("Server disconnected without sending a response.")
        case aiohttp.ClientPayloadError():
            return httpx.RemoteProtocolError("peer closed connection without sending complete message body")
        case aiohttp.ClientResponseError():
            return httpx.RemoteProtocolError("the response is not HTTP")
        case aiohttp.InvalidURL() | aiohttp.NonHttpUrlClientError():
            return httpx.UnsupportedProtocol("the URL has no host, or a scheme other than http:// and https://")
        case _:
            what = "the connection was dropped"
            dropped = httpx.WriteError(what) if sending else httpx.ReadError(what)
            if isinstance(error.__cause__, ssl.SSLError):  # the server rejects the certificate of the client
                dropped.__cause__ = error.__cause__.with_traceback(None)
            return dropped
