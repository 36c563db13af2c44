"""Responses that a server sends before it has read the request, on each transport, with and without TLS."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.images import make_image
from tests.helpers.recording import make_response
from tests.helpers.tls_recording import CA, server_context
from visionapis import APIStatusError, AsyncRoboflow, Roboflow

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGE_IMAGE = make_image() + bytes(20_000_000)

CLIENTS = ["threads", "httpx", "aiohttp"]

BEHAVIOURS = ["closes", "resets", "half-closes", "reads nothing", "informs first"]


@contextmanager
def early_server(behaviour: str, status: str, *, tls: bool) -> Iterator[str]:
    """Run a server that responds when it has read the head of a request, and return its URL."""
    stopped = threading.Event()
    context = server_context() if tls else None

    def serve(connection: socket.socket) -> None:
        with suppress(OSError), context.wrap_socket(connection, server_side=True) if context else connection as peer:
            head = b""
            while b"\r\n\r\n" not in head:
                head += peer.recv(4096)
            if behaviour == "informs first":
                peer.sendall(b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n")
            time.sleep(0.05)
            peer.sendall(make_response({"message": "early"}, status=status))
            if behaviour == "resets":
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            elif behaviour == "half-closes":
                peer.shutdown(socket.SHUT_WR)
                stopped.wait(20)
            elif behaviour == "reads nothing":
                stopped.wait(20)
            elif behaviour == "informs first":
                while peer.recv(1 << 20):
                    pass

    def accept() -> None:
        with suppress(OSError):
            connection, _ = listener.accept()
            connection.settimeout(20)
            serve(connection)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=accept)
        thread.start()
        yield f"{'https' if tls else 'http'}://127.0.0.1:{listener.getsockname()[1]}"
        stopped.set()
        thread.join()


def outcome(client: Any, url: str) -> tuple[APIStatusError, float]:
    """Return the error of a call with a large image, and the seconds until its client was closed."""
    options: dict[str, Any] = {
        "base_url": url,
        "max_retries": 0,
        "timeout": 15.0,
        "max_image_bytes": None,
        "verify": CA,
    }

    async def call_async() -> None:
        async with AsyncRoboflow("key", transport=client, **options) as async_client:
            await async_client.infer(LARGE_IMAGE, model="digits/1")

    def call() -> None:
        with Roboflow("key", **options) as sync_client:
            sync_client.infer(LARGE_IMAGE, model="digits/1")

    start = time.monotonic()
    with pytest.raises(APIStatusError) as caught:
        call() if client == "threads" else asyncio.run(call_async())
    return caught.value, time.monotonic() - start


@pytest.mark.parametrize("tls", [False, True], ids=["http", "https"])
@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_early_response_is_read(behaviour: str, client: Any, tls: bool) -> None:
    """A response wins over the error of the write that it ends, and closing does not wait for the server."""
    with early_server(behaviour, "413 Too Large", tls=tls) as url:
        error, seconds = outcome(client, url)

    assert error.status_code == 413
    assert error.message.endswith("early")
    assert seconds < 10


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("status", ["400 Bad Request", "401 Unauthorized", "503 Busy"])
def test_early_response_of_any_status_is_read(status: str, client: Any) -> None:
    """The status is that of the server, whatever it is."""
    with early_server("resets", status, tls=False) as url:
        assert outcome(client, url)[0].status_code == int(status[:3])


@pytest.mark.parametrize("tls", [False, True], ids=["http", "https"])
@pytest.mark.parametrize("transport", ["httpx", "aiohttp"])
def test_closing_does_not_wait_for_the_server(transport: Any, tls: bool) -> None:
    """Closing a client ends its calls at once, though the server reads nothing of them."""

    async def main(url: str) -> float:
        client = AsyncRoboflow("key", base_url=url, transport=transport, timeout=20.0, verify=CA, max_image_bytes=None)
        call = asyncio.create_task(client.infer(LARGE_IMAGE, model="digits/1"))
        await asyncio.sleep(0.5)
        start = time.monotonic()
        await client.aclose()
        await asyncio.wait([call])
        assert call.exception() is not None
        return time.monotonic() - start

    context = server_context() if tls else None
    stopped = threading.Event()

    def accept() -> None:
        connection, _ = listener.accept()
        with suppress(OSError), context.wrap_socket(connection, server_side=True) if context else connection:
            stopped.wait(20)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=accept)
        thread.start()
        seconds = asyncio.run(main(f"{'https' if tls else 'http'}://127.0.0.1:{listener.getsockname()[1]}"))
        stopped.set()
        thread.join()

    assert seconds < 5
