"""A transport over aiohttp, for many calls at a time: httpx's own collapses with some hundred of them in flight.

It needs the extra `visionapis[aiohttp]`.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import aiohttp
import httpx
from yarl import URL

from visionapis.errors import ConfigurationError

from .tls import trusted

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator

    from aiohttp.client_proto import ResponseHandler
    from aiohttp.client_reqrep import ConnectionKey

# aiohttp writes a larger body of bytes at once, without looking whether the connection takes it.
_PIECE = 65536

# As long as stock httpx; aiohttp's own 15 s outlive the patience of more servers.
_KEEP_ALIVE_SECONDS = 5.0

# What aiohttp adds by itself; httpx has decided already.
_AUTOMATIC_HEADERS = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")


class AiohttpTransport(httpx.AsyncBaseTransport):
    """Sends the requests of an asynchronous client over aiohttp's connections.

    `AsyncRoboflow(transport=AiohttpTransport())`

    It opens as many connections as there are calls in flight, and belongs to the event loop of its first call. It sends
    nothing twice, follows no redirect, keeps no cookie and reads nothing from the environment but the certificates.
    """

    def __init__(self, *, proxy: str | None = None, verify: ssl.SSLContext | None = None) -> None:
        """Make a transport; nothing is opened yet.

        Args:
            proxy: The address of a proxy, `http://` or `https://`, with user and password where it wants them.
            verify: Whom to trust; by default the certificates that httpx trusts.

        Raises ConfigurationError, and OSError when `SSL_CERT_FILE` or `SSL_CERT_DIR` cannot be read.
        """
        if proxy and not proxy.startswith(("http://", "https://")):
            raise ConfigurationError("a proxy is reached over http:// or https://")
        self._proxy = proxy
        self._ssl = verify or trusted()
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; the body of its answer is read from the network as it is asked for.

        Raises httpx's errors: ConnectError and ConnectTimeout when nothing was sent, others when something was.
        """
        session = self._opened()
        seconds = request.extensions.get("timeout", {})
        body = _Body(request, seconds.get("write"))
        failure: Exception
        try:
            sent = session.request(
                request.method,
                URL(str(request.url), encoded=True),
                headers=[(name.decode("ascii"), value.decode()) for name, value in request.headers.raw],
                data=body if body.content is None else body.content or None,
                allow_redirects=False,
                proxy=self._proxy,
                timeout=aiohttp.ClientTimeout(
                    total=None, sock_connect=seconds.get("connect"), sock_read=seconds.get("read")
                ),
            )
            if body.content is None:
                async with body.watch:
                    answer = await sent
            else:
                answer = await sent
            # Most answers come with their first packet, and a body in memory is read several times as fast.
            whole = answer.content.read_nowait() if answer.content.is_eof() else None
        except aiohttp.ClientError as error:
            failure = body.failure or _translated(error, sending=body.sending)
        except TimeoutError:
            failure = httpx.WriteTimeout("the server does not take the request")
        except ValueError:
            failure = httpx.LocalProtocolError("the request has a header or an address that cannot be sent")
        else:
            return httpx.Response(
                answer.status,
                headers=answer.raw_headers,
                stream=_Answer(answer) if whole is None else httpx.ByteStream(whole),
                extensions={"reason_phrase": (answer.reason or "").encode("latin-1", "replace")},
            )
        # Raised outside the handler: aiohttp's errors hold the request with the key.
        raise failure

    async def aclose(self) -> None:
        """Close every connection."""
        session, self._session = self._session, None
        if session:
            await session.close()

    def _opened(self) -> aiohttp.ClientSession:
        """The session of this event loop."""
        loop = asyncio.get_running_loop()
        if self._session is None:
            self._loop = loop
            self._session = aiohttp.ClientSession(
                connector=_Connector(limit=0, ssl=self._ssl, keepalive_timeout=_KEEP_ALIVE_SECONDS),
                cookie_jar=aiohttp.DummyCookieJar(),
                skip_auto_headers=_AUTOMATIC_HEADERS,
                auto_decompress=False,
            )
            # A GET, PUT or DELETE whose connection breaks goes out again, although the server may have done it; aiohttp
            # has no public way to say no. A test of answers that never come shows the day when this has another name.
            self._session._retry_connection = False  # pyright: ignore[reportPrivateUsage]
        elif self._loop is not loop:
            raise ConfigurationError(
                "this transport has connections of another event loop; make a client and a transport for each loop"
            )
        return self._session


class _Connector(aiohttp.TCPConnector):
    """Connections that are closed at once.

    aiohttp first waits until the server has taken what was written, so that the connection of a call that was given up
    in the middle of its body stays open as long as the server reads nothing.
    """

    def _release(self, key: ConnectionKey, protocol: ResponseHandler, *, should_close: bool = False) -> None:
        if should_close and protocol.transport is not None:
            protocol.transport.abort()
        super()._release(key, protocol, should_close=should_close)


class _Body:
    """The body of a request on its way out."""

    def __init__(self, request: httpx.Request, seconds: float | None) -> None:
        """What is small and in memory is `content`; else each piece has so many seconds, while `watch` is entered."""
        if not isinstance(request.stream, httpx.AsyncByteStream):
            raise TypeError("the body of an asynchronous request is an httpx.AsyncByteStream")
        length = request.headers.get("content-length")
        self.watch = asyncio.timeout(None)
        self.failure: Exception | None = None
        self.sending = False
        self._stream = request.stream
        self._length = None if length is None else int(length)
        self._seconds = seconds

        self.content: bytes | None = None
        if isinstance(request.stream, httpx.ByteStream) and (self._length or 0) <= _PIECE:
            self.content = b"".join(request.stream)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self.sending = True
        try:
            async for piece in self._pieces():
                self._end_in(self._seconds)
                yield piece
                self._end_in(None)
        except Exception as error:
            # aiohttp tells only that something went wrong.
            self.failure = error
            raise
        self.sending = False

    async def _pieces(self) -> AsyncIterator[bytes]:
        """As much as was declared, no more and no less."""
        sent = 0
        async for chunk in self._stream:
            sent += len(chunk)
            if self._length is not None and sent > self._length:
                raise httpx.LocalProtocolError("the body is longer than its Content-Length says")
            for start in range(0, len(chunk), _PIECE):
                yield chunk[start : start + _PIECE]
        if self._length is not None and sent < self._length:
            raise httpx.LocalProtocolError("the body is shorter than its Content-Length says")

    def _end_in(self, seconds: float | None) -> None:
        with suppress(RuntimeError):  # the answer came first, or the time is over
            self.watch.reschedule(None if seconds is None else asyncio.get_running_loop().time() + seconds)


class _Answer(httpx.AsyncByteStream):
    """The body of an answer on its way in."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for chunk in self._answer.content.iter_any():
                yield chunk
        except aiohttp.ClientError as error:
            failure = _translated(error, sending=False)
        else:
            return
        raise failure

    async def aclose(self) -> None:
        """Give the connection back when the answer was read, else close it."""
        self._answer.close()


def _translated(error: aiohttp.ClientError, *, sending: bool) -> httpx.TransportError:
    """httpx's error for aiohttp's, in words without the address, which aiohttp writes out with its query."""
    match error:
        case aiohttp.ConnectionTimeoutError():
            return httpx.ConnectTimeout("no connection in time")
        case aiohttp.ClientConnectorError():
            return httpx.ConnectError(str(error.os_error))
        case aiohttp.ClientHttpProxyError():
            return httpx.ProxyError(f"the proxy answers with status {error.status}")
        case aiohttp.ServerTimeoutError():
            return httpx.ReadTimeout("no answer in time")
        case aiohttp.ServerDisconnectedError():
            return httpx.RemoteProtocolError("Server disconnected without sending a response.")
        case aiohttp.ClientPayloadError():
            return httpx.RemoteProtocolError("peer closed connection without sending complete message body")
        case aiohttp.ClientResponseError():
            return httpx.RemoteProtocolError("the answer is not HTTP")
        case aiohttp.InvalidURL() | aiohttp.NonHttpUrlClientError():
            return httpx.UnsupportedProtocol("the address has a scheme other than http:// and https://, or no host")
        case _:
            return httpx.WriteError("the connection broke") if sending else httpx.ReadError("the connection broke")
