"""Connections after an interrupt: KeyboardInterrupt may be raised at any point of a call, also within a library."""

from __future__ import annotations

import copy
import socket
import threading
from typing import Any

import httpcore
import httpx


def leave_connections(transport: object) -> None:
    """Give a transport of httpx a new pool: the lock of the old one may be held, and its requests wait for nobody.

    Requests of other threads end in the old pool; its connections are closed when none of them uses it.
    """
    if not isinstance(transport, httpx.HTTPTransport):
        return
    pool: Any = transport._pool  # pyright: ignore[reportPrivateUsage]  (see `enforce_deadline`)
    if isinstance(pool, httpcore.ConnectionPool):
        fresh: Any = copy.copy(pool)
        fresh._connections, fresh._requests = [], []
        fresh._optional_thread_lock = threading.RLock()
        transport._pool = fresh  # pyright: ignore[reportPrivateUsage]  (see `enforce_deadline`)


class Socket(socket.socket):
    """A socket that may be left behind: it is closed with its last reference, without a warning.

    Not by a function of Python, within which an interrupt would be ignored.
    """

    __slots__ = ()
    __del__ = socket.SocketType.close
