"""Connections that a client gives up while it is open."""

from __future__ import annotations

import asyncio
import gc
import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.recording import RecordingServer, make_response
from visionapis import APIConnectionError, AsyncXimilar, ResponseDecodeError, Ximilar

if TYPE_CHECKING:
    from collections.abc import Iterator

LAST_PAGE = make_response('{"count": 0, "next": null, "results": []}', connection="close")


@contextmanager
def refusing_handshakes() -> Iterator[tuple[str, threading.Event]]:
    """Serve a port that responds to a handshake with something else, and note when the client closes the connection."""
    closed = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.settimeout(30)
                connection.recv(65536)
                connection.sendall(b"SSH-2.0-OpenSSH_9.6\r\n")
                with suppress(ConnectionResetError):
                    while connection.recv(65536):
                        pass
                closed.set()

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"https://127.0.0.1:{listener.getsockname()[1]}", closed
        thread.join()


@pytest.mark.parametrize("transport", ["synchronous", "httpx", "aiohttp"])
def test_failed_handshake_closes_its_connection(transport: Any) -> None:
    """A connection without TLS is closed when the call fails, not only when the client is closed."""

    async def call(url: str) -> bool:
        async with AsyncXimilar("a-key", base_url=url, max_retries=0, transport=transport) as client:
            with pytest.raises(APIConnectionError):
                await client.tasks.get("a")
            return await asyncio.to_thread(closed.wait, 10)

    def call_sync(url: str) -> bool:
        with Ximilar("a-key", base_url=url, max_retries=0) as client:
            with pytest.raises(APIConnectionError):
                client.tasks.get("a")
            return closed.wait(10)

    with refusing_handshakes() as (url, closed):
        assert call_sync(url) if transport == "synchronous" else asyncio.run(call(url))


def test_closed_connections_take_no_memory() -> None:
    """An open client keeps nothing of the connections that the server has closed."""

    async def calls(url: str) -> int:
        async with AsyncXimilar("a-key", base_url=url) as client:
            for _ in range(20):
                await client.tasks.list()
            gc.collect()
            return sum(type(each).__name__ == "_SocketStream" for each in gc.get_objects())

    with RecordingServer(LAST_PAGE) as server:
        before = sum(type(each).__name__ == "_SocketStream" for each in gc.get_objects())
        assert asyncio.run(calls(server.url)) - before <= 2
    assert len({request.connection for request in server.received}) == 20


@pytest.mark.parametrize("transport", ["synchronous", "httpx", "aiohttp"])
def test_responses_that_are_too_large_hold_no_connection(transport: Any) -> None:
    """More responses than a client has connections may be left unread because they are too large."""
    options: dict[str, Any] = {"max_response_bytes": 1000, "max_retries": 0, "timeout": 10.0}

    async def calls_async(url: str) -> None:
        async with AsyncXimilar("a-key", base_url=url, transport=transport, **options) as client:
            for _ in range(105):
                with pytest.raises(ResponseDecodeError, match="larger than max_response_bytes"):
                    await client.tasks.list()

    def calls(url: str) -> None:
        with Ximilar("a-key", base_url=url, **options) as client:
            for _ in range(105):
                with pytest.raises(ResponseDecodeError, match="larger than max_response_bytes"):
                    client.tasks.list()

    with RecordingServer(make_response({"count": "x" * 100_000})) as server:
        calls(server.url) if transport == "synchronous" else asyncio.run(calls_async(server.url))
