"""How a server's end of a connection is broken."""

from __future__ import annotations

import socket
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio.trsock import TransportSocket

PATIENCE = 1.0
"""Seconds for which a client may go on sending after an orderly end, before the connection is closed under it."""


def reset_on_close(connection: socket.socket | TransportSocket) -> None:
    """Let closing discard what is buffered and send a reset (TCP RST), in place of an orderly end (FIN)."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
