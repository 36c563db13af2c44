"""The connections of the transport over aiohttp: closed without waiting, and read to their end."""

from __future__ import annotations

import socket
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn, Self, cast

import aiohttp
from aiohttp.client_proto import ResponseHandler

from .exchange import Exchange, is_readable
from .network import KEEP_ALIVE_SECONDS

if TYPE_CHECKING:
    import asyncio
    import ssl
    from collections.abc import Iterable

    from aiohttp.connector import Connection

_LOST = (BrokenPipeError, ConnectionResetError)

_FIRST_SERVER_ERROR = 500


class StaleConnection(ConnectionResetError):  # noqa: N818  (one of the errors of a connection)
    """The server had closed the idle connection, and received nothing of the request."""


class Connector(aiohttp.TCPConnector):
    """Connections of one event loop."""

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(  # pyright: ignore[reportUnknownMemberType]  (aiohttp's own types)
            limit=0, ssl=context, keepalive_timeout=KEEP_ALIVE_SECONDS, socket_factory=_make_socket
        )
        self._factory = cast("partial[ResponseHandler]", partial(_Protocol, loop=self._loop))

    def leave(self) -> None:
        """Close all connections, without the event loop if it is closed."""
        if self._loop.is_closed():
            idle = [protocol for connections in self._conns.values() for protocol, _ in connections]
            for protocol in [*idle, *self._acquired]:
                if protocol.transport is not None:
                    _close_without_loop(protocol.transport)
        self._close()


class _Protocol(ResponseHandler):
    """A connection that is closed at once: aiohttp waits until the server has read what was written."""

    def is_connected(self) -> bool:
        """Return whether the connection can be used again, also if the event loop has not noticed its end."""
        return super().is_connected() and not is_readable(cast("Any", self.transport).get_extra_info("socket"))

    def set_response_params(self, **options: Any) -> None:
        """Begin a request."""
        if sock := self._socket():
            sock.exchange.begin()
        super().set_response_params(**options)

    def set_exception(self, exc: BaseException, exc_cause: BaseException | None = None) -> None:
        """Fail the request."""
        sock = self._socket()
        if isinstance(exc_cause, StaleConnection) or (sock and sock.exchange.is_stale(sock, in_order=False)):
            exc, exc_cause = aiohttp.ClientOSError(), StaleConnection()
            exc.__cause__ = exc_cause
        if exc_cause is None:
            super().set_exception(exc)
        else:
            super().set_exception(exc, exc_cause)

    def eof_received(self) -> None:
        """Close the connection after the last response: asyncio would first send the rest of the request."""
        super().eof_received()
        if self.transport is not None:
            self.transport.abort()

    def close(self) -> None:
        """Close the connection."""
        self.abort()

    def _socket(self) -> _Socket | None:
        """Return the socket, or None if the event loop does not use sockets of Python."""
        wrapper = self.transport and self.transport.get_extra_info("socket")
        sock = getattr(wrapper, "_sock", None)
        return sock if isinstance(sock, _Socket) else None


class Response(aiohttp.ClientResponse):
    """A response whose connection is not used again after a server error: uvicorn closes it then, unannounced."""

    async def start(self, connection: Connection) -> Self:
        """Receive the head of the response."""
        protocol = connection.protocol
        await super().start(connection)
        if self.status >= _FIRST_SERVER_ERROR and protocol is not None:
            if connection.protocol is None:  # already released, with a body that arrived with the head
                protocol.close()
            else:
                protocol.force_close()
        return self


class _Socket(socket.socket):
    """A socket whose writes fail only when everything that has arrived was read.

    asyncio stops reading when a write fails; the response of a server that closes the connection early would be lost.
    """

    __slots__ = ("_at_end", "exchange")

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._at_end = False
        self.exchange = Exchange()

    def send(self, data: Any, *flags: int) -> int:
        """Send bytes."""
        try:
            sent = super().send(data, *flags)
        except _LOST:
            self._raise_later()
        self.exchange.add_sent(sent)
        return sent

    def sendmsg(self, buffers: Iterable[Any], *arguments: Any) -> int:
        """Send bytes."""
        try:
            sent = super().sendmsg(buffers, *arguments)
        except _LOST:
            self._raise_later()
        self.exchange.add_sent(sent)
        return sent

    def _raise_later(self) -> NoReturn:
        """Raise the current exception if the end was read, else the one that makes asyncio try again."""
        if self._at_end:
            raise
        raise BlockingIOError from None

    def recv(self, *arguments: int) -> bytes:
        """Receive bytes."""
        try:
            data = super().recv(*arguments)
        except _LOST:
            self._end(in_order=False)
            raise
        self._note(len(data))
        return data

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:
        """Receive bytes."""
        try:
            size = super().recv_into(buffer, nbytes, flags)
        except _LOST:
            self._end(in_order=False)
            raise
        self._note(size)
        return size

    def _note(self, size: int) -> None:
        if size:
            self.exchange.add_received()
        else:
            self._end(in_order=True)

    def _end(self, *, in_order: bool) -> None:
        self._at_end = True
        if self.exchange.is_stale(self, in_order=in_order):
            raise StaleConnection


def _make_socket(address: tuple[Any, ...]) -> socket.socket:
    return _Socket(*address[:3])


def _close_without_loop(transport: asyncio.BaseTransport) -> None:
    """Close the socket of a transport whose event loop is closed, as the event loop would have done."""
    with suppress(RuntimeError):  # "Event loop is closed"
        transport.abort()  # type: ignore[attr-defined]  # aiohttp's are transports of sockets
    inner = getattr(getattr(transport, "_ssl_protocol", None), "_transport", transport)
    close = getattr(inner, "_call_connection_lost", None)  # asyncio has no public way
    if close is not None:
        with suppress(RuntimeError):
            close(None)
