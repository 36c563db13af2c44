"""Connections of async clients over plain sockets and the event loop.

The streams of anyio, which httpcore uses, read nothing while they write: a response that arrives before the end of a
large body is lost when the server closes the connection. And only their own event loop can close them.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

import httpcore

from .addresses import connect
from .exchange import Exchange, StaleConnectionError, is_readable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import httpx

T = TypeVar("T")

_CHUNK_SIZE = 65536


def use_sockets(transport: httpx.AsyncHTTPTransport) -> AsyncBackend:
    """Make a transport open its connections over plain sockets."""
    # See `enforce_deadline`.
    backend = cast("Any", transport._pool)._network_backend = AsyncBackend()  # pyright: ignore[reportPrivateUsage]  (httpx has no option for it)
    return backend


class AsyncBackend(httpcore.AsyncNetworkBackend):
    """Opens connections, and closes those that are open from any thread, without their event loop."""

    def __init__(self) -> None:
        self._streams: set[_SocketStream] = set()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  (the signature of httpcore)
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Open a connection to the first address of the host that accepts one."""
        try:
            async with asyncio.timeout(timeout):
                sock = await connect(host, port, local_address)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout("timed out while connecting") from error
        except OSError as error:
            raise httpcore.ConnectError(error) from error
        for option in socket_options or ():
            sock.setsockopt(*option)
        stream = _SocketStream(sock, self._streams.discard)
        self._streams.add(stream)
        return stream

    def close(self) -> None:
        """Close all connections; calls that wait on one fail."""
        for stream in list(self._streams):
            stream.close()


class _SocketStream(httpcore.AsyncNetworkStream):
    def __init__(self, sock: socket.socket, on_close: Callable[[_SocketStream], None]) -> None:
        self.exchange = Exchange()
        self._socket = sock
        self._on_close = on_close
        self.add_early: Callable[[bytes], None] | None = self.exchange.add_early
        """Takes what arrives before the end of a request; None if that is not to be read."""
        self._waiting = 0
        self._closing = False

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109  (httpcore's)
        """Return what arrives next, or nothing at the end."""
        self._waiting += 1
        try:
            async with asyncio.timeout(timeout):
                early = self.exchange.take_early()
                data = early or await asyncio.get_running_loop().sock_recv(self._socket, max_bytes)
        except TimeoutError as error:
            raise httpcore.ReadTimeout("timed out while waiting for the response") from error
        except OSError as error:
            if self._is_stale(in_order=False):
                raise StaleConnectionError from error
            raise httpcore.ReadError(error) from error
        finally:
            self._end_wait()
        if data:
            self.exchange.add_received()
        elif self._is_stale(in_order=True):
            raise StaleConnectionError
        return data

    def _is_stale(self, *, in_order: bool) -> bool:
        return not self._closing and self.exchange.is_stale(self._socket, in_order=in_order)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109  (httpcore's)
        """Send bytes, until a response or the end of the connection arrives."""
        self._waiting += 1
        try:
            async with asyncio.timeout(timeout):
                await self._send(memoryview(buffer))
        except TimeoutError as error:
            raise httpcore.WriteTimeout("the server does not read the request") from error
        except OSError as error:
            raise httpcore.WriteError(error) from error
        finally:
            self._end_wait()

    async def _send(self, data: memoryview) -> None:
        self.exchange.begin()
        while data:
            try:
                sent = self._socket.send(data[:_CHUNK_SIZE])
            except BlockingIOError:
                try:
                    await self._wait_until_writable()
                except NotImplementedError:  # the event loop of Windows
                    await asyncio.get_running_loop().sock_sendall(self._socket, data)
                    self.exchange.add_sent(len(data))
                    return
            else:
                self.exchange.add_sent(sent)
                data = data[sent:]

    async def _wait_until_writable(self) -> None:
        """Wait until more can be sent. Raises OSError if a response arrives first."""
        loop, ready = asyncio.get_running_loop(), asyncio.Event()
        watched = self.add_early is not None and not self.exchange.informed
        loop.add_writer(self._socket, ready.set)
        if watched:
            loop.add_reader(self._socket, ready.set)
        try:
            await ready.wait()
        finally:
            loop.remove_writer(self._socket)
            if watched:
                loop.remove_reader(self._socket)
        if watched and self.add_early:
            with suppress(BlockingIOError):
                self.add_early(self._socket.recv(_CHUNK_SIZE))

    async def aclose(self) -> None:
        """Close the connection."""
        self.close()

    def close(self) -> None:
        """Close the connection without waiting; an operation that waits on it fails, and closes it then."""
        self._closing = True
        if self._waiting:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
        else:
            self._socket.close()
        self._on_close(self)

    def _end_wait(self) -> None:
        self._waiting -= 1
        if self._closing and not self._waiting:
            self._socket.close()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  (httpcore's)
    ) -> httpcore.AsyncNetworkStream:
        """Start TLS on the connection."""
        self.add_early = None
        stream = await _TLSStream.start(self, ssl_context, server_hostname, timeout)
        self.exchange = Exchange()
        self.add_early = stream.add_early
        return stream

    def get_extra_info(self, info: str) -> Any:
        """Return information about the connection."""
        if info == "socket":
            return self._socket
        if info == "is_readable":
            return is_readable(self._socket)
        if info in {"client_addr", "server_addr"}:
            return self._socket.getsockname() if info == "client_addr" else self._socket.getpeername()
        return None


class _TLSStream(httpcore.AsyncNetworkStream):
    """TLS over another stream, which may be TLS to a proxy."""

    def __init__(self, stream: httpcore.AsyncNetworkStream, context: ssl.SSLContext, hostname: str | None) -> None:
        self._stream = stream
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_hostname=hostname)
        self._exchange = Exchange()

    def add_early(self, data: bytes) -> None:
        """Keep what is received before the end of a request. Raises OSError if it is a final response, or the end."""
        self._incoming.write(data)
        with suppress(ssl.SSLWantReadError):  # a message of TLS itself
            self._exchange.add_early(self._tls.read(_CHUNK_SIZE) if data else data)

    @classmethod
    async def start(
        cls,
        stream: httpcore.AsyncNetworkStream,
        context: ssl.SSLContext,
        hostname: str | None,
        timeout: float | None,  # noqa: ASYNC109  (httpcore's)
    ) -> _TLSStream:
        """Return the stream after its handshake, or close it."""
        try:
            tls = cls(stream, context, hostname)
            await tls._perform(tls._tls.do_handshake, timeout)
        except BaseException as error:
            await stream.aclose()
            if isinstance(error, httpcore.TimeoutException):
                raise httpcore.ConnectTimeout(error) from error
            if isinstance(error, (OSError, httpcore.NetworkError)):
                raise httpcore.ConnectError(error) from error
            raise
        return tls

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109  (httpcore's)
        """Return what arrives next, or nothing at the end."""
        try:
            return self._exchange.take_early() or await self._perform(partial(self._tls.read, max_bytes), timeout)
        except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
            return b""
        except ssl.SSLError as error:
            raise httpcore.ReadError(error) from error

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109  (httpcore's)
        """Send bytes."""
        try:
            for start in range(0, len(buffer), _CHUNK_SIZE):
                await self._perform(partial(self._tls.write, buffer[start : start + _CHUNK_SIZE]), timeout)
        except ssl.SSLError as error:
            raise httpcore.WriteError(error) from error

    async def _perform(self, step: Callable[[], T], timeout: float | None) -> T:  # noqa: ASYNC109  (httpcore's)
        """Repeat a step of TLS until it has received what it requires, and send what it produced."""
        while True:
            try:
                result = step()
            except ssl.SSLWantReadError:
                pass  # below, so that this is no cause of what fails there
            except ssl.SSLError:
                with suppress(httpcore.WriteError):  # the alert that tells the server why
                    await self._flush(timeout)
                raise
            else:
                await self._flush(timeout)
                return result
            # As httpcore does for requests: what the server has sent is read although it reads no more.
            with suppress(httpcore.WriteError):
                await self._flush(timeout)
            if data := await self._stream.read(_CHUNK_SIZE, timeout):
                self._incoming.write(data)
            else:
                self._incoming.write_eof()

    async def _flush(self, timeout: float | None) -> None:  # noqa: ASYNC109  (httpcore's)
        if self._outgoing.pending:
            await self._stream.write(self._outgoing.read(), timeout)

    async def aclose(self) -> None:
        """Close the connection without waiting for the server to agree."""
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  (httpcore's)
    ) -> httpcore.AsyncNetworkStream:
        """Start TLS to the server within TLS to its proxy."""
        if isinstance(self._stream, _SocketStream):
            self._stream.add_early = None
        return await _TLSStream.start(self, ssl_context, server_hostname, timeout)

    def get_extra_info(self, info: str) -> Any:
        """Return information about the connection."""
        return self._tls if info == "ssl_object" else self._stream.get_extra_info(info)
