"""Requests of which a server has received a part when it ends a connection that was used before."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.images import make_image
from tests.helpers.recording import SINGLE_LABEL, make_response
from visionapis import APIConnectionError, AsyncRoboflow, Roboflow

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALL_IMAGE, LARGE_IMAGE = make_image(), make_image() + bytes(20_000_000)


@contextmanager
def ending_server() -> Iterator[tuple[str, list[bytes]]]:
    """Respond to the first request of each connection, and end it in order after the head of the next; note heads."""
    heads: list[bytes] = []
    stopped = threading.Event()

    def read_head(connection: socket.socket) -> int:
        received = b""
        while b"\r\n\r\n" not in received:
            if not (chunk := connection.recv(4096)):
                raise ConnectionResetError
            received += chunk
        head, _, rest = received.partition(b"\r\n\r\n")
        heads.append(head)
        return int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]) - len(rest)

    def serve(connection: socket.socket) -> None:
        connection.settimeout(20)
        with connection, suppress(OSError):
            left = read_head(connection)
            while left > 0:
                left -= len(connection.recv(1 << 20))
            connection.sendall(make_response(SINGLE_LABEL))
            read_head(connection)
            connection.shutdown(socket.SHUT_WR)
            stopped.wait(2)  # aiohttp notices the end of a connection on which it waits to write only by a reset

    def accept() -> None:
        while True:
            connection, _ = listener.accept()
            if stopped.is_set():
                connection.close()
                return
            threading.Thread(target=serve, args=(connection,)).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=accept)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", heads
        stopped.set()
        socket.create_connection(listener.getsockname()).close()
        thread.join()


@pytest.mark.parametrize("transport", ["synchronous", "httpx", "aiohttp"])
def test_partly_received_request_is_not_sent_again(transport: Any) -> None:
    """A call that costs money is not repeated: the server has received its head, and may process it."""

    async def calls_async(url: str) -> None:
        async with AsyncRoboflow(base_url=url, transport=transport) as client:
            await client.infer(SMALL_IMAGE, model="digits/1")
            await client.infer(LARGE_IMAGE, model="digits/1")

    def calls(url: str) -> None:
        with Roboflow(base_url=url) as client:
            client.infer(SMALL_IMAGE, model="digits/1")
            client.infer(LARGE_IMAGE, model="digits/1")

    with ending_server() as (url, heads), pytest.raises(APIConnectionError) as caught:
        calls(url) if transport == "synchronous" else asyncio.run(calls_async(url))

    assert (caught.value.attempts, caught.value.request_sent) == (1, True)
    assert len(heads) == 2
