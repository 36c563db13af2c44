"""TLS: handshakes that fail, the hints about certificates, and connections that end without notice."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.helpers.tls import AUTHORITY, TLSServer
from visionapis import APIConnectionError, AsyncXimilar, Ximilar

if TYPE_CHECKING:
    from collections.abc import Iterator

TRANSPORTS = ["synchronous", "httpx", "aiohttp"]


@contextmanager
def ending_handshakes() -> Iterator[str]:
    """Serve a port that reads the beginning of each handshake, and then ends the connection in order."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        stopped = threading.Event()

        def serve() -> None:
            while True:
                connection, _ = listener.accept()
                with connection:
                    if stopped.is_set():
                        return
                    connection.recv(65536)
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(65536):
                        pass

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"https://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            stopped.set()
            socket.create_connection(listener.getsockname()).close()
            thread.join()


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_end_of_a_handshake_is_temporary(transport: Any) -> None:
    """A server that ends the connection within the handshake, as one that restarts does, is tried again."""

    async def call(url: str) -> None:
        async with AsyncXimilar("a-key", base_url=url, max_retries=1, transport=transport) as client:
            await client.tasks.get("a")

    def call_sync(url: str) -> None:
        with Ximilar("a-key", base_url=url, max_retries=1) as client:
            client.tasks.get("a")

    with ending_handshakes() as url, pytest.raises(APIConnectionError) as caught:
        call_sync(url) if transport == "synchronous" else asyncio.run(call(url))

    assert (caught.value.attempts, caught.value.request_sent) == (2, False)


@pytest.mark.parametrize(
    ("code", "reason", "hint"),
    [
        (9, "it is not valid yet", "renew the certificate, or check this machine's clock"),
        (10, "it has expired", "renew the certificate, or check this machine's clock"),
        (20, "its certificate authority is unknown", "name its certificate authority in verify= or SSL_CERT_FILE"),
        (62, "it is for another host", "use the host that the certificate names"),
        (64, "it is for another host", "use the host that the certificate names"),
    ],
)
def test_reason_and_hint_of_a_certificate(code: int, reason: str, hint: str) -> None:
    """The error says why a certificate is not trusted, and the hint fits the reason."""

    def refuse(_: httpx.Request) -> httpx.Response:
        cause = ssl.SSLCertVerificationError("certificate verify failed")
        cause.verify_code = code
        raise httpx.ConnectError(str(cause)) from cause

    with (
        Ximilar("a-key", transport=httpx.MockTransport(refuse)) as client,
        pytest.raises(APIConnectionError, match=f"is not trusted: {reason}") as caught,
    ):
        client.tasks.get("a")

    assert str(caught.value.hint).startswith(hint)
    assert caught.value.attempts == 1


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_response_that_ends_with_its_connection(transport: Any) -> None:
    """A response without a length is complete when its connection ends, also without the notice that TLS has for it."""
    body = b'{"id": "a", "name": "a", "type": "multi_class", "production_version": null}'
    response = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n" + body

    async def call(url: str) -> str:
        async with AsyncXimilar("a-key", base_url=url, verify=AUTHORITY, transport=transport) as client:
            return (await client.tasks.get("a")).name

    def call_sync(url: str) -> str:
        with Ximilar("a-key", base_url=url, verify=AUTHORITY) as client:
            return client.tasks.get("a").name

    with TLSServer("trusted", response) as server:
        assert (call_sync(server.url) if transport == "synchronous" else asyncio.run(call(server.url))) == "a"
