"""Servers that speak TLS with a good or a bad certificate, alone or as a proxy.

The certificates in the folder `certificates` are for 127.0.0.1 and localhost and were made with `openssl`: `ca` signed
`trusted`, `expired` and `other_host`. The key of the authority is gone; the other key protects nothing.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

CERTIFICATES = Path(__file__).parent / "certificates"
AUTHORITY = CERTIFICATES / "ca.pem"


class TLSServer:
    """A server that responds to each request, or to each request of a proxy to connect, and then closes."""

    def __init__(
        self, certificate: str, response: bytes = b"", *, client_authority: Path | None = None, pause: float = 0.0
    ) -> None:
        """Make a server with the certificate of this name; `client_authority` makes it require one of clients.

        `pause` is the time between the bytes of the response, in seconds.
        """
        self._pause = pause
        self.connections = 0
        """The number of connections so far."""
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(CERTIFICATES / f"{certificate}.pem")
        if client_authority:
            self._context.verify_mode = ssl.CERT_REQUIRED
            self._context.load_verify_locations(client_authority)
        self._response = response
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._stopped = False
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self.url = f"https://127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stopped = True
        socket.create_connection(self._socket.getsockname()).close()  # ends accept() at once
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while True:
            raw, _ = self._socket.accept()
            with raw, raw.dup() as held:
                if self._stopped:
                    return
                self.connections += 1
                raw.settimeout(5)
                held.settimeout(5)
                try:
                    with self._context.wrap_socket(raw, server_side=True) as connection:
                        self._respond(connection)
                except OSError:  # one of the two does not trust the other's certificate
                    with suppress(OSError):
                        while held.recv(65536):  # else the client sees a reset, and not the server's alert
                            pass

    def _respond(self, connection: ssl.SSLSocket) -> None:
        received = b""
        while b"\r\n\r\n" not in received:
            if not (chunk := connection.recv(65536)):
                return
            received += chunk
        if not self._pause:
            connection.sendall(self._response)
            return
        for index in range(len(self._response)):
            connection.sendall(self._response[index : index + 1])
            time.sleep(self._pause)
