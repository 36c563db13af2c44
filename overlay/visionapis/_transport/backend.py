"""Connections that keep the deadline of a call.

httpx bounds each step of a call: connecting, every write, every read. A server that sends its headers byte by byte
stays within every bound for ever. Here each step gets what is left of the call.

Imported with the first client that needs it: httpx loads httpcore no earlier, and that takes a quarter of its time.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import httpcore

from .deadline import left

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable

    import httpx

_PIECE = 65536

# A system call takes as long as all else that is done to send a small request.
_SMALL = 16384


def watch(transport: httpx.HTTPTransport) -> httpx.HTTPTransport:
    """The transport, whose every step from now on keeps the deadline of its call."""
    # httpx has no way to pass a network backend (https://github.com/encode/httpx/discussions/1747); a test of answers
    # whose headers drip shows the day when this attribute has another name.
    transport._pool._network_backend = _Backend()  # pyright: ignore[reportPrivateUsage, reportAttributeAccessIssue]
    return transport


def _left(timeout: float | None) -> float | None:
    seconds = left()
    if seconds is None:
        return timeout
    if seconds <= 0:
        raise httpcore.ReadTimeout("the call's time is over")
    return seconds if timeout is None else min(seconds, timeout)


class _Backend(httpcore.NetworkBackend):
    def __init__(self) -> None:
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection that keeps the deadline."""
        try:
            seconds = _left(timeout)
        except httpcore.ReadTimeout as error:  # which would say that a request may have been read
            raise httpcore.ConnectTimeout(str(error)) from None
        return _Stream(self._inner.connect_tcp(host, port, seconds, local_address, socket_options))


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner
        self._held = b""

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What has come, in what is left of the time."""
        if self._held:
            # As httpcore does when it writes: a server may answer before it has read all.
            with contextlib.suppress(httpcore.WriteError):
                self._send(timeout)
        return self._inner.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send it, in what is left of the time; head and body of a small request together, with the next read."""
        self._held += buffer
        if len(self._held) > _SMALL:
            self._send(timeout)

    def _send(self, timeout: float | None) -> None:
        held, self._held = self._held, b""
        for start in range(0, len(held), _PIECE):
            self._inner.write(held[start : start + _PIECE], _left(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The connection with TLS, which keeps the deadline too."""
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        """What the connection knows of itself."""
        return self._inner.get_extra_info(info)
