"""Reads requests from a socket, as far as one wants to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import h11

if TYPE_CHECKING:
    import socket

_PIECE = 65_536


class Reader:
    """One request on a connection; `rest` is what came of the next one."""

    def __init__(self, connection: socket.socket, received: bytes = b"") -> None:
        self._connection = connection
        self._parser = h11.Connection(h11.SERVER)
        self._received = bytearray()
        self._feed(received)
        self._body = bytearray()
        self.complete = False

    @property
    def body(self) -> bytes:
        """What was read of the body."""
        return bytes(self._body)

    @property
    def raw(self) -> bytes:
        """Every byte of this request that was read."""
        return bytes(self._received[: len(self._received) - len(self.rest)])

    @property
    def rest(self) -> bytes:
        """Bytes of the next request."""
        return self._parser.trailing_data[0] if self.complete else b""

    @property
    def keeps_alive(self) -> bool:
        """Whether the client means to use the connection again."""
        return self.complete and self._parser.their_state is not h11.MUST_CLOSE

    def read_head(self) -> h11.Request | None:
        """Return the request's line and headers; None when the client closed the connection before."""
        event = self._next()
        return event if isinstance(event, h11.Request) else None

    def read_body(self, head: h11.Request, fraction: float) -> None:
        """Read so much of the body; of one without a length, all or what came first."""
        length = next((int(value) for name, value in head.headers if name == b"content-length"), 0)
        while (
            not self.complete and fraction and (fraction == 1 or not self._body or len(self._body) < length * fraction)
        ):
            event = self._next()
            if isinstance(event, h11.Data):
                self._body += event.data
            elif isinstance(event, h11.EndOfMessage):
                self.complete = True
            else:
                raise ConnectionResetError("the client has gone")

    def _next(self) -> object:
        while (event := self._parser.next_event()) is h11.NEED_DATA:
            if self._parser.they_are_waiting_for_100_continue:
                self._connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
            self._feed(self._connection.recv(_PIECE), ends=True)
        return event

    def _feed(self, data: bytes, *, ends: bool = False) -> None:
        self._received += data
        if data or ends:
            self._parser.receive_data(data)
