"""Connections of httpx that keep the deadline of a call.

httpx has a timeout for each connect, write and read. A server that sends its headers byte by byte never exceeds one.
Here each step gets the remaining time of the call.

Imported with the first client: like httpx itself, `import visionapis` does not load httpcore.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
from typing import TYPE_CHECKING, Any, cast

import httpcore

from .deadline import remaining
from .exchange import Exchange, StaleConnectionError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable

    import httpx

_CHUNK_SIZE = 65536

# A request of up to this many bytes is one write instead of two, for head and body: a call over loopback takes 481 us
# instead of 530, of which 414 us instead of 433 on the processor (minimum of 16 rounds, Roboflow.infer, 2 kB image).
_SMALL_REQUEST = 16384


def enforce_deadline(transport: httpx.HTTPTransport) -> None:
    """Make a transport observe the deadline of its thread in each step."""
    # httpx has no way to pass a network backend (https://github.com/encode/httpx/discussions/1747); the test of slow
    # headers fails if this attribute gets another name.
    pool = cast("Any", transport._pool)  # pyright: ignore[reportPrivateUsage]
    if not isinstance(pool._network_backend, _Backend):
        pool._network_backend = _Backend(pool._network_backend)


def _remaining(timeout: float | None) -> float | None:
    seconds = remaining()
    if seconds is None:
        return timeout
    if seconds <= 0:
        raise httpcore.ReadTimeout("the deadline of the call has passed")
    return seconds if timeout is None else min(seconds, timeout)


def _remaining_to_connect(timeout: float | None) -> float | None:
    try:
        return _remaining(timeout)
    except httpcore.ReadTimeout as error:  # which would mean that a request was sent
        raise httpcore.ConnectTimeout(str(error)) from None


class _Backend(httpcore.NetworkBackend):
    def __init__(self, inner: httpcore.NetworkBackend) -> None:
        self._inner = inner

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Open a connection that keeps the deadline."""
        return _Stream(
            self._inner.connect_tcp(host, port, _remaining_to_connect(timeout), local_address, socket_options)
        )

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Open a connection to a local socket that keeps the deadline."""
        return _Stream(self._inner.connect_unix_socket(path, _remaining_to_connect(timeout), socket_options))


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner
        self._held = b""
        sock = inner.get_extra_info("socket")
        # TLS reads and writes in records, so that what the socket has sent and received tells little of requests.
        self._socket: socket.socket | None = sock if type(sock) is socket.socket else None
        self._exchange = Exchange()

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read within the remaining time."""
        if self._held:
            # Like httpcore for its own writes: a server may respond before it has read the whole request.
            with contextlib.suppress(httpcore.WriteError):
                self._send(timeout)
        seconds = _remaining(timeout)
        if self._socket is None:
            return self._inner.read(max_bytes, seconds)
        try:
            data = self._inner.read(max_bytes, seconds)
        except httpcore.ReadError as error:
            if self._exchange.is_stale(self._socket, in_order=False):
                raise StaleConnectionError from error
            raise
        if data:
            self._exchange.add_received()
        elif self._exchange.is_stale(self._socket, in_order=True):
            raise StaleConnectionError
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write within the remaining time; a small request is held until the next read, so that it is one write."""
        self._held += buffer
        if len(self._held) > _SMALL_REQUEST:
            self._send(timeout)

    def _send(self, timeout: float | None) -> None:
        held, self._held = self._held, b""
        if self._socket:
            self._send_plain(self._socket, memoryview(held), timeout)
            return
        for start in range(0, len(held), _CHUNK_SIZE):
            self._inner.write(held[start : start + _CHUNK_SIZE], _remaining(timeout))

    def _send_plain(self, sock: socket.socket, data: memoryview, timeout: float | None) -> None:
        """Send bytes until a response or the end of the connection arrives."""
        self._exchange.begin()
        try:
            sock.settimeout(0)
            while data:
                try:
                    sent = sock.send(data[:_CHUNK_SIZE])
                except BlockingIOError:
                    self._wait_until_writable(sock, _remaining(timeout))
                    continue
                self._exchange.add_sent(sent)
                data = data[sent:]
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error

    def _wait_until_writable(self, sock: socket.socket, seconds: float | None) -> None:
        with selectors.DefaultSelector() as selector:
            watched = 0 if self._exchange.informed else selectors.EVENT_READ
            selector.register(sock, selectors.EVENT_WRITE | watched)
            if not selector.select(seconds):
                raise httpcore.WriteTimeout("the server does not read the request")
        if watched:
            self._exchange.check_response(sock)

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Start TLS within the remaining time."""
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, _remaining(timeout)))

    def get_extra_info(self, info: str) -> Any:
        """Return information about the connection."""
        return self._inner.get_extra_info(info)
