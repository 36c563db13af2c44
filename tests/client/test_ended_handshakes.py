"""Servers that end the connection within the handshake of TLS."""

from __future__ import annotations

import asyncio
import re
import socket
import struct
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest

from visionapis import APIConnectionError, AsyncRoboflow, Roboflow

if TYPE_CHECKING:
    from collections.abc import Iterator

URL = "https://images.example.com/a.png"


@contextmanager
def ending_server(*, reset: bool) -> Iterator[str]:
    """Run a server that ends the connection when it has received something, and yield its URL."""

    def serve() -> None:
        with suppress(OSError):  # of the closed listener
            while True:
                connection, _ = listener.accept()
                with connection:
                    connection.recv(10_000)
                    if reset:
                        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)  # ends accept() at once
        thread.join()


@pytest.mark.parametrize("reset", [False, True])
@pytest.mark.parametrize("transport", ["threads", "httpx", "aiohttp"])
def test_end_within_the_handshake(transport: Any, reset: bool) -> None:
    """The error says in words how the connection ended."""

    async def call_async(url: str) -> None:
        async with AsyncRoboflow("key", base_url=url, transport=transport, max_retries=0) as client:
            await client.infer(URL, model="digits/1")

    def call(url: str) -> None:
        with Roboflow("key", base_url=url, max_retries=0) as client:
            client.infer(URL, model="digits/1")

    with ending_server(reset=reset) as url, pytest.raises(APIConnectionError) as caught:
        call(url) if transport == "threads" else asyncio.run(call_async(url))

    reason = re.search(r"\((.*)\)$", str(caught.value))
    assert reason is not None
    words = ("reset by peer",) if reset else ("unexpected eof", "closed the connection")
    assert any(each in reason[1] for each in words)
    assert caught.value.request_sent is False
