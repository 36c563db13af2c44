"""Connect to the addresses of a host, of which some may be unreachable."""

from __future__ import annotations

import errno
import math
import os
import selectors
import socket
import threading
import time
from collections import deque
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, cast

from .interrupts import Socket

# The delay before the next address of a host is tried, of RFC 8305.
_NEXT_ADDRESS_SECONDS = 0.25


async def connect(host: str, port: int, local_address: str | None) -> socket.socket:
    """Return a socket that is connected to the first address of the host that accepts. Raises OSError."""
    import asyncio  # not by sync clients, which would load it

    # Undocumented, but what asyncio itself connects with.
    from asyncio.staggered import staggered_race

    kind = socket.SOCK_STREAM
    try:
        addresses = socket.getaddrinfo(host, port, type=kind, flags=socket.AI_NUMERICHOST)  # without a thread
    except socket.gaierror:
        addresses = await asyncio.get_running_loop().getaddrinfo(host, port, type=kind)
    ordered = _ordered(list(addresses))
    if len(ordered) == 1:
        return await _connect_to(ordered[0], local_address)
    attempts = [partial(_connect_to, each, local_address) for each in ordered]
    winner, _, errors = await staggered_race(attempts, _NEXT_ADDRESS_SECONDS)
    sock: socket.socket | None = winner
    if sock is None:
        raise next(error for error in errors if error)
    return sock


def connect_within(host: str, port: int, local_address: str | None, seconds: float | None) -> socket.socket:
    """Return a socket as `connect` does, for sync clients. Raises OSError, which is TimeoutError after `seconds`."""
    end = math.inf if seconds is None else time.monotonic() + seconds
    waiting, failure = deque(_ordered(_resolve(host, port, seconds))), OSError("the host has no address")
    with selectors.DefaultSelector() as selector:
        try:
            while waiting or selector.get_map():
                if waiting:
                    try:
                        selector.register(_begin(waiting.popleft(), local_address), selectors.EVENT_WRITE)
                    except OSError as error:
                        failure = error
                        continue
                left = min(end - time.monotonic(), _NEXT_ADDRESS_SECONDS if waiting else math.inf)
                for key, _ in selector.select(None if left == math.inf else max(left, 0)):
                    sock = cast("socket.socket", key.fileobj)
                    selector.unregister(sock)
                    if not (code := sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)):
                        return sock
                    sock.close()
                    failure = OSError(code, os.strerror(code))
                if time.monotonic() >= end:
                    raise TimeoutError("timed out while connecting")
        finally:
            for key in list(selector.get_map().values()):
                cast("socket.socket", key.fileobj).close()
    raise failure


def _resolve(host: str, port: int, seconds: float | None) -> list[tuple[Any, ...]]:
    """Return the addresses of a host. Raises TimeoutError, since a resolver has no timeout of its own."""
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except socket.gaierror:
        pass
    found: SimpleQueue[list[tuple[Any, ...]] | Exception] = SimpleQueue()

    def resolve() -> None:
        try:
            found.put(list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
        except Exception as error:  # noqa: BLE001  (raised by the thread that waits)
            found.put(error)

    threading.Thread(target=resolve, daemon=True, name="visionapis-resolver").start()
    try:
        addresses = found.get(timeout=seconds)
    except Empty:
        raise TimeoutError("timed out while resolving the name") from None
    if isinstance(addresses, Exception):
        raise addresses
    return addresses


def _begin(info: tuple[Any, ...], local_address: str | None) -> socket.socket:
    """Return a socket that is connecting."""
    family, kind, protocol, _, address = info
    sock = Socket(family, kind, protocol)
    try:
        sock.setblocking(False)  # noqa: FBT003  (the standard library's signature)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if local_address:
            sock.bind((local_address, 0))
        code = sock.connect_ex(address)
        if code not in {0, errno.EINPROGRESS, errno.EWOULDBLOCK}:
            raise OSError(code, os.strerror(code))
    except BaseException:
        sock.close()
        raise
    return sock


def _ordered(addresses: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return the addresses so that each second one is of the other family, as long as there are both."""
    first = [each for each in addresses if each[0] == addresses[0][0]]
    second = [each for each in addresses if each[0] != addresses[0][0]]
    ordered = [each for pair in zip(first, second, strict=False) for each in pair]
    return ordered + first[len(second) :] + second[len(first) :]


async def _connect_to(info: tuple[Any, ...], local_address: str | None) -> socket.socket:
    import asyncio

    family, kind, protocol, _, address = info
    sock = socket.socket(family, kind, protocol)
    try:
        sock.setblocking(False)  # noqa: FBT003  (the standard library's signature)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if local_address:
            sock.bind((local_address, 0))
        await asyncio.get_running_loop().sock_connect(sock, address)
    except BaseException:
        sock.close()
        raise
    return sock
