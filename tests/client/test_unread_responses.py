"""Responses that are not read to their end: their connections are closed, and do not wait for the server."""

from __future__ import annotations

import asyncio
import gzip
import queue
import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest

from visionapis import APITimeoutError, AsyncXimilar, ResponseDecodeError, VisionAPIError, Ximilar

from .proxied import TRANSPORTS
from .proxied import no_proxies as no_proxies

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("no_proxies")

LIMIT = 100_000


def head(length: int, headers: str = "") -> bytes:
    """Return the head of a response with this length."""
    return f"HTTP/1.1 200 OK\r\n{headers}content-length: {length}\r\n\r\n".encode()


# The beginning of a response after which the server sends nothing, and the error of the call.
RESPONSES: dict[str, tuple[bytes, type[VisionAPIError]]] = {
    "larger than the limit": (head(LIMIT + 2) + bytes(LIMIT + 1), ResponseDecodeError),
    "too large in its second chunk": (
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + b"ffff\r\n%b\r\n" % bytes(65535) * 2,
        ResponseDecodeError,
    ),
    "not gzip": (
        head(5000, "content-encoding: gzip\r\n") + b"no gzip" * 100,
        ResponseDecodeError,
    ),
    "too large when decompressed": (
        head(5000, "content-encoding: gzip\r\n") + gzip.compress(bytes(LIMIT + 1)),
        ResponseDecodeError,
    ),
    "too slow": (head(5000) + b"{", APITimeoutError),
}


@contextmanager
def waiting_server(response: bytes) -> Iterator[tuple[str, queue.SimpleQueue[bytes]]]:
    """Run a server that waits for the end of the connection after its response; yield its URL and what it reads."""
    ends: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def serve() -> None:
        connection, _ = listener.accept()
        with connection, suppress(ConnectionError, TimeoutError):
            connection.settimeout(20)
            connection.recv(65536)
            connection.sendall(response)
            ends.put(connection.recv(1))
            return
        ends.put(b"")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", ends
        thread.join()


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("name", RESPONSES)
def test_connection_is_closed(name: str, transport: Any) -> None:
    """The server sees the end of the connection while the client is open."""
    response, kind = RESPONSES[name]
    options: dict[str, Any] = {
        "max_response_bytes": LIMIT,
        "max_retries": 0,
        "timeout": 1.0 if name == "too slow" else 10.0,
    }

    async def fail_async() -> bytes:
        async with AsyncXimilar("key", base_url=url, transport=transport, **options) as client:
            with pytest.raises(kind):
                await client.tasks.list()
            return await asyncio.to_thread(ends.get, timeout=5)

    with waiting_server(response) as (url, ends):
        if transport != "synchronous":
            assert asyncio.run(fail_async()) == b""
        else:
            with Ximilar("key", base_url=url, **options) as client:
                with pytest.raises(kind):
                    client.tasks.list()
                assert ends.get(timeout=5) == b""
