"""Second requests over a connection whose first one had a response such as 103 before the final one."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.images import make_image
from tests.helpers.recording import SINGLE_LABEL, make_response
from visionapis import AsyncRoboflow, RequestTooLargeError, Roboflow

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGE_IMAGE = make_image() + bytes(20_000_000)


@contextmanager
def informing_server() -> Iterator[str]:
    """Serve one connection: a 103 and a success, then a 413 to a request of which only the head is read."""
    stopped = threading.Event()

    def read_head(connection: socket.socket) -> tuple[bytes, bytes]:
        received = b""
        while b"\r\n\r\n" not in received:
            received += connection.recv(4096)
        head, _, rest = received.partition(b"\r\n\r\n")
        return head, rest

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.settimeout(20)
            head, rest = read_head(connection)
            connection.sendall(b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            received = len(rest)
            while received < length:
                received += len(connection.recv(1 << 20))
            connection.sendall(make_response(SINGLE_LABEL))
            read_head(connection)
            connection.sendall(make_response({"message": "early"}, status="413 Too Large"))
            stopped.wait(20)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        stopped.set()
        thread.join()


@pytest.mark.parametrize("transport", ["synchronous", "httpx", "aiohttp"])
def test_early_response_after_an_informational_one(transport: Any) -> None:
    """An early response to the second request is read although the server reads nothing more."""

    async def calls_async(url: str) -> None:
        async with AsyncRoboflow(base_url=url, transport=transport, max_retries=0, timeout=15.0) as client:
            for _ in range(2):
                await client.infer(LARGE_IMAGE, model="digits/1")

    def calls(url: str) -> None:
        with Roboflow(base_url=url, max_retries=0, timeout=15.0) as client:
            for _ in range(2):
                client.infer(LARGE_IMAGE, model="digits/1")

    with informing_server() as url, pytest.raises(RequestTooLargeError, match="early"):
        calls(url) if transport == "synchronous" else asyncio.run(calls_async(url))
