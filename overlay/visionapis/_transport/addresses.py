"""Connect to the addresses of a host, of which some may be unreachable."""

from __future__ import annotations

import asyncio
import socket
from functools import partial
from typing import Any

# The delay before the next address of a host is tried, of RFC 8305.
_NEXT_ADDRESS_SECONDS = 0.25


async def connect(host: str, port: int, local_address: str | None) -> socket.socket:
    """Return a socket that is connected to the first address of the host that accepts. Raises OSError."""
    # Undocumented, but what asyncio itself connects with.
    from asyncio.staggered import staggered_race

    kind = socket.SOCK_STREAM
    try:
        addresses = socket.getaddrinfo(host, port, type=kind, flags=socket.AI_NUMERICHOST)  # without a thread
    except socket.gaierror:
        addresses = await asyncio.get_running_loop().getaddrinfo(host, port, type=kind)
    # Each second address is of the other family, as long as there are both.
    first = [each for each in addresses if each[0] == addresses[0][0]]
    second = [each for each in addresses if each[0] != addresses[0][0]]
    ordered = [each for pair in zip(first, second, strict=False) for each in pair]
    ordered += first[len(second) :] + second[len(first) :]
    if len(ordered) == 1:
        return await _connect_to(ordered[0], local_address)
    attempts = [partial(_connect_to, each, local_address) for each in ordered]
    winner, _, errors = await staggered_race(attempts, _NEXT_ADDRESS_SECONDS)
    sock: socket.socket | None = winner
    if sock is None:
        raise next(error for error in errors if error)
    return sock


async def _connect_to(info: tuple[Any, ...], local_address: str | None) -> socket.socket:
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
