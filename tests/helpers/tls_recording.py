"""A recording server with TLS. Its certificates were made with openssl, for `localhost` and 127.0.0.1, until 2126."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import TYPE_CHECKING

from .recording import RecordingServer

if TYPE_CHECKING:
    import socket

CERTIFICATES = Path(__file__).parent / "certificates"
CA = CERTIFICATES / "authority.pem"
"""The authority of the server's and the client's certificate."""
CA_NAME = "13db9852.0"
"""The name under which OpenSSL looks for this authority in a folder."""
CLIENT = CERTIFICATES / "client.pem"
CLIENT_KEY = CERTIFICATES / "client.key"
CLIENT_WITH_KEY = CERTIFICATES / "client-with-key.pem"
ENCRYPTED_KEY = CERTIFICATES / "client.encrypted.key"
PASSWORD = "canary-password"


def server_context(*, client_certificate: bool = False) -> ssl.SSLContext:
    """Return the TLS settings of a server, which may require a certificate of its clients."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=CA)
    context.load_cert_chain(CERTIFICATES / "server.pem")
    if client_certificate:
        context.verify_mode = ssl.CERT_REQUIRED
    return context


class TLSRecordingServer(RecordingServer):
    """A recording server at `https://`."""

    context: ssl.SSLContext | None = None

    def __enter__(self) -> TLSRecordingServer:
        self.context = self.context or server_context()
        self.url = self.url.replace("http://", "https://")
        super().__enter__()
        return self

    def _serve(self, connection: socket.socket, number: int) -> None:
        assert self.context
        connection.settimeout(5)
        try:
            encrypted = self.context.wrap_socket(connection, server_side=True)
        except OSError:  # the client does not trust the certificate
            connection.close()
            return
        super()._serve(encrypted, number)
