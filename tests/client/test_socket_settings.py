"""Settings of sockets of a transport that a caller passes."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from typing import Any

import httpx
import pytest

from tests.helpers.recording import make_response
from visionapis import AsyncXimilar, Ximilar

PAGE = make_response('{"count": 0, "next": null, "results": []}')


class OneConnection:
    """A server of one connection, which notes the client's address and whether the client ended it by a reset."""

    peer = ""
    was_reset = False

    def __enter__(self) -> OneConnection:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        connection, (self.peer, _) = self._listener.accept()
        with connection:
            received = b""
            while b"\r\n\r\n" not in received:
                received += connection.recv(65536)
            connection.sendall(PAGE)
            try:
                connection.recv(65536)
            except ConnectionResetError:
                self.was_reset = True


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, ("127.0.0.1", False)),
        ({"local_address": "127.0.0.2"}, ("127.0.0.2", False)),
        ({"socket_options": [(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))]}, ("127.0.0.1", True)),
    ],
)
def test_settings_of_a_given_transport(
    asynchronous: bool,
    options: dict[str, Any],
    expected: tuple[str, bool],
) -> None:
    """`local_address` and `socket_options` of a transport of httpx apply to the connections of a client."""

    async def call(url: str) -> None:
        transport = httpx.AsyncHTTPTransport(**options)
        async with AsyncXimilar("a-key", base_url=url, transport=transport) as client:
            await client.tasks.list()

    with OneConnection() as server:
        if asynchronous:
            asyncio.run(call(server.url))
        else:
            with Ximilar("a-key", base_url=server.url, transport=httpx.HTTPTransport(**options)) as client:
                client.tasks.list()

    assert (server.peer, server.was_reset) == expected
