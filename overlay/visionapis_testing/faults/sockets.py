"""Socket options for breaking a connection from the server's side."""

from __future__ import annotations

import socket
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio.trsock import TransportSocket

DRAIN_TIMEOUT = 1.0
"""Seconds that a client may pause while it sends the rest, after the server closed its side."""


def reset_on_close(connection: socket.socket | TransportSocket) -> None:
    """Make closing send a reset (TCP RST) and discard buffered data, in place of an orderly end (FIN)."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
