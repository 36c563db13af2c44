"""Connections of httpx that keep the deadline of a call.

httpx has a timeout for each connect, write and read. A server that sends its headers byte by byte never exceeds one.
Here each step gets the remaining time of the call.

Imported with the first client: like httpx itself, `import visionapis` does not load httpcore.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import ssl
import threading
from typing import TYPE_CHECKING, Any, cast

import httpcore
from httpcore._backends.sync import SyncStream

from .addresses import connect_within
from .deadline import remaining
from .exchange import Exchange, StaleConnectionError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import httpx

_CHUNK_SIZE = 65536

# A socket that does not block has nothing to read, or accepts no more.
_WAITING = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)

# A request of up to this many bytes is one write instead of two, for head and body: a call over loopback takes 481 us
# instead of 530, of which 414 us instead of 433 on the processor (minimum of 16 rounds, Roboflow.infer, 2 kB image).
_SMALL_REQUEST = 16384


def enforce_deadline(transport: httpx.HTTPTransport) -> None:
    """Make a transport observe the deadline of its thread in each step."""
    # httpx has no way to pass a network backend (https://github.com/encode/httpx/discussions/1747); the test of slow
    # headers fails if this attribute gets another name.
    pool = cast("Any", transport._pool)  # pyright: ignore[reportPrivateUsage]  (httpx has no option for it)
    if not isinstance(pool._network_backend, _Backend):
        pool._network_backend = _Backend(pool._network_backend)
        # An interrupt, such as KeyboardInterrupt, can be raised within a lock of Python code after it was acquired, but
        # not between a lock in C and the block of its `with` statement: https://github.com/python/cpython/issues/74174
        pool._optional_thread_lock = threading.RLock()


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
        seconds = _remaining_to_connect(timeout)
        if not isinstance(self._inner, httpcore.SyncBackend):  # the network of a test
            return _Stream(self._inner.connect_tcp(host, port, seconds, local_address, socket_options))
        try:
            sock = connect_within(host, port, local_address, seconds)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(error) from error
        except OSError as error:
            raise httpcore.ConnectError(error) from error
        for option in socket_options or ():
            sock.setsockopt(*option)
        return _Stream(SyncStream(sock))

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Open a connection to a local socket that keeps the deadline."""
        return _Stream(self._inner.connect_unix_socket(path, _remaining_to_connect(timeout), socket_options))


class _TLSSocket(ssl.SSLSocket):
    """A connection that may be left behind, like `Socket`, and that keeps the deadline in each operation.

    TLS to a server within TLS to a proxy takes many operations for one step.
    """

    __slots__ = ()
    __del__ = socket.SocketType.close

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        """Receive bytes."""
        self._keep_deadline()
        return super().recv(buflen, flags)

    def send(self, data: Any, flags: int = 0) -> int:
        """Send bytes."""
        self._keep_deadline()
        return super().send(data, flags)

    def _keep_deadline(self) -> None:
        timeout, seconds = self.gettimeout(), remaining()
        if timeout == 0 or seconds is None:
            return
        if seconds <= 0:
            raise TimeoutError("the deadline of the call has passed")
        self.settimeout(seconds if timeout is None else min(seconds, timeout))


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner
        self._held = b""
        # TLS within TLS, to a server over a proxy, does not send what is written to its socket as it is.
        is_nested = isinstance(inner.get_extra_info("ssl_object"), ssl.SSLObject)
        sock: object = inner.get_extra_info("socket")
        self._socket = sock if isinstance(sock, socket.socket) and not is_nested else None
        if type(sock) is ssl.SSLSocket:
            sock.__class__ = _TLSSocket
        self._exchange = Exchange()

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read within the remaining time."""
        if self._held:
            # Like httpcore for its own writes: a server may respond before it has read the whole request.
            with contextlib.suppress(httpcore.WriteError):
                self._send(timeout)
        try:
            data = self._exchange.take_early() or self._inner.read(max_bytes, _remaining(timeout))
        except httpcore.ReadError as error:
            if self._is_stale(in_order=False):
                raise StaleConnectionError from error
            raise
        if data:
            self._exchange.add_received()
        elif self._is_stale(in_order=True):
            raise StaleConnectionError
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write within the remaining time; a small request is held until the next read, so that it is one write."""
        self._held += buffer
        if len(self._held) > _SMALL_REQUEST:
            self._send(timeout)

    def _send(self, timeout: float | None) -> None:
        held, self._held = self._held, b""
        if self._socket is None:
            for start in range(0, len(held), _CHUNK_SIZE):
                self._inner.write(held[start : start + _CHUNK_SIZE], _remaining(timeout))
            return
        try:
            self._send_over(self._socket, memoryview(held), timeout)
        except OSError as error:
            raise httpcore.WriteError(error) from error

    def _send_over(self, sock: socket.socket, data: memoryview, timeout: float | None) -> None:
        self._exchange.begin()
        sock.settimeout(0)
        while data:
            try:
                sent = sock.send(data[:_CHUNK_SIZE])
            except _WAITING:
                self._wait_until_writable(sock, _remaining(timeout))
            else:
                self._exchange.add_sent(sent)
                data = data[sent:]

    def _wait_until_writable(self, sock: socket.socket, seconds: float | None) -> None:
        """Wait until more can be sent. Raises OSError if a response, or the end of the connection, arrives first."""
        with selectors.DefaultSelector() as selector:
            watched = 0 if self._exchange.informed else selectors.EVENT_READ
            selector.register(sock, selectors.EVENT_WRITE | watched)
            ready = selector.select(seconds)
        if not ready:
            raise httpcore.WriteTimeout("the server does not read the request")
        if ready[0][1] & watched:
            with contextlib.suppress(*_WAITING):  # what has arrived may be a message of TLS itself
                self._exchange.add_early(sock.recv(_CHUNK_SIZE))

    def _is_stale(self, *, in_order: bool) -> bool:
        # What was sent is counted without the records of TLS.
        sock = self._socket
        return (
            sock is not None
            and not isinstance(sock, ssl.SSLSocket)
            and self._exchange.is_stale(sock, in_order=in_order)
        )

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Start TLS within the remaining time."""
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, _remaining_to_connect(timeout)))

    def get_extra_info(self, info: str) -> Any:
        """Return information about the connection."""
        return self._inner.get_extra_info(info)
