"""The bytes that a connection sent and received: whether a server received anything of a request that failed."""

from __future__ import annotations

import select
import socket
import sys

import httpcore

# The beginning of a response up to the first digit of its status, and that of one which is not the final response.
_START_SIZE = len(b"HTTP/1.1 1")
_INFORMATIONAL = (b"HTTP/1.1 1", b"HTTP/1.0 1")


class StaleConnectionError(httpcore.ConnectError):
    """The server had closed the idle connection, and received nothing of the request."""

    def __init__(self) -> None:
        super().__init__("the server closed an idle connection")


class Exchange:
    """The current request of one connection."""

    def __init__(self) -> None:
        self.informed = False
        """Whether the server has sent a response such as 100, which is not the final one, to the current request."""
        self._early = b""
        self._sent = 0
        self._received = False
        self._is_reused = False

    def begin(self) -> None:
        """Begin with the next request, if anything was received since the last one began."""
        if self._received:
            self._sent, self._received, self._is_reused, self.informed = 0, False, True, False

    def add_sent(self, size: int) -> None:
        """Add bytes that the operating system accepted."""
        self._sent += size

    def add_received(self) -> None:
        """Note that bytes were received."""
        self._received = True

    def add_early(self, data: bytes) -> None:
        """Keep what was received before the end of the request, none meaning the end of the connection.

        Raises OSError if a final response or the end has come, so that nothing more is to be sent.
        """
        self._early += data
        start = self._early[:_START_SIZE]
        if not data or not any(each.startswith(start) for each in _INFORMATIONAL):
            raise OSError("the server responded before the end of the request")
        self.informed = len(start) == _START_SIZE

    def take_early(self) -> bytes:
        """Return what was received before the end of the request."""
        data, self._early = self._early, b""
        return data

    def is_stale(self, sock: socket.socket, *, in_order: bool) -> bool:
        """Return whether the server, which closed the connection, certainly received nothing since its last response.

        The end of a connection that was closed in order acknowledges all that the server has received, so the number
        of bytes that are not acknowledged then tells; it reads none of those that arrive later. A reset does not tell.
        """
        if self._received or not self._is_reused:
            return False
        if not self._sent:
            return True
        if not in_order or sys.platform != "linux" or sock.fileno() < 0 or sock.family == socket.AF_UNIX:
            return False
        import fcntl
        import termios

        waiting = fcntl.ioctl(sock, termios.TIOCOUTQ, bytes(4))
        return int.from_bytes(waiting, sys.byteorder) >= self._sent


def is_readable(sock: socket.socket) -> bool:
    """Return whether an idle connection has something to read, which is its end, or is closed already."""
    if sock.fileno() < 0:
        return True
    if not hasattr(select, "poll"):  # on Windows
        return bool(select.select([sock], [], [], 0)[0])
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))
