"""Idle connections that the server closes: they are not used, or a request that it never received is sent again."""

from __future__ import annotations

import asyncio
import socket
import time
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.helpers.recording import RESET, Received, RecordingServer, make_response
from visionapis._transport import aiohttp_connections, exchange, sockets

from .transports import TRANSPORTS, outcomes, request

if TYPE_CHECKING:
    from collections.abc import Iterator

each_transport = pytest.mark.parametrize("transport", TRANSPORTS)


class ClosingServer(RecordingServer):
    """A server that closes each connection after a response that announces keep-alive."""

    @staticmethod
    def _closes_after(reply: bytes) -> bool:
        return bool(reply)


@each_transport
def test_closed_idle_connection_is_replaced(transport: str) -> None:
    """A keep-alive connection that the server closed is replaced before a request is sent."""
    with ClosingServer(make_response("{}")) as server:
        results = outcomes(transport, *[request("POST", server.url, content=b"x")] * 3, pause=0.2)

    assert [isinstance(each, httpx.Response) for each in results] == [True] * 3
    assert len(server.received) == 3


@pytest.fixture
def unnoticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the transports believe that idle connections are open, as when they are closed a moment later."""
    for module in (sockets, aiohttp_connections):
        monkeypatch.setattr(module, "is_readable", lambda _: False)
    monkeypatch.setattr("httpcore._backends.sync.is_socket_readable", lambda _: False)


@each_transport
@pytest.mark.parametrize("size", [1, 3_000_000])
@pytest.mark.usefixtures("unnoticed")
def test_request_that_the_server_never_received_is_sent_again(size: int, transport: str) -> None:
    """A request on a connection that the server has closed in order is sent again, once, on a new one."""
    requests = [request("POST", "http://localhost", content=b"x" * size) for _ in range(4)]
    with ClosingServer(make_response("{}")) as server:
        for each in requests:
            each.url = httpx.URL(server.url)
        results = outcomes(transport, *requests, pause=0.1)

    assert [isinstance(each, httpx.Response) for each in results] == [True] * 4
    assert [each.connection for each in server.received] == [1, 2, 3, 4]


@each_transport
@pytest.mark.usefixtures("unnoticed")
@pytest.mark.parametrize("lost", [b"", RESET], ids=["closed", "reset"])
def test_request_that_the_server_received_is_not_sent_again(lost: bytes, transport: str) -> None:
    """A request that the server has read is sent once, however the connection ends."""
    with RecordingServer(make_response("{}"), lost) as server:
        first, second = outcomes(transport, *[request("POST", server.url, content=b"x")] * 2)

    assert isinstance(first, httpx.Response)
    assert isinstance(second, (httpx.ReadError, httpx.RemoteProtocolError))
    assert len(server.received) == 2


@each_transport
def test_connection_of_a_server_error_is_not_used_again(transport: str) -> None:
    """After a 5xx, with or without a body that follows later, the next request gets a new connection."""

    def respond(received: Received) -> bytes:
        return make_response("error", status=f"{received.path[1:]} Status", content_type="text/plain")

    statuses = [200, 500, 404, 503, 502, 200, 200]
    with RecordingServer(respond) as server:
        results = outcomes(transport, *[request("POST", f"{server.url}/{status}", content=b"x") for status in statuses])

    assert [each.status_code for each in results if isinstance(each, httpx.Response)] == statuses
    assert [each.connection for each in server.received] == [1, 1, 2, 2, 3, 4, 4]


@each_transport
def test_connection_of_a_slow_server_error_is_not_used_again(transport: str) -> None:
    """The same holds for a body that arrives after the head."""
    with RecordingServer(make_response("error" * 20, status="500 Error"), pause=0.0005) as server:
        outcomes(transport, *[request("POST", server.url, content=b"x")] * 2)

    assert [each.connection for each in server.received] == [1, 2]


@each_transport
def test_idle_connection_expires(transport: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An idle connection is not used after 4 seconds; uvicorn closes it after 5."""
    clock, skipped = time.monotonic, 0.0
    monkeypatch.setattr(time, "monotonic", lambda: clock() + skipped)
    monkeypatch.setattr("aiohttp.connector.monotonic", lambda: clock() + skipped)
    instance = TRANSPORTS[transport]()

    async def send_async(url: str) -> None:
        nonlocal skipped
        assert isinstance(instance, httpx.AsyncBaseTransport)
        for idle in (0.0, 3.8, 4.2):
            skipped += idle
            await (await instance.handle_async_request(request("GET", url, timeout=60.0))).aread()
        await instance.aclose()

    def send(url: str) -> None:
        nonlocal skipped
        assert isinstance(instance, httpx.BaseTransport)
        for idle in (0.0, 3.8, 4.2):
            skipped += idle
            instance.handle_request(request("GET", url, timeout=60.0)).read()
        instance.close()

    with RecordingServer(make_response("{}")) as server:
        asyncio.run(send_async(server.url)) if isinstance(instance, httpx.AsyncBaseTransport) else send(server.url)

    assert [each.connection for each in server.received] == [1, 1, 2]


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Connect two sockets over TCP."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.create_connection(listener.getsockname()) as client,
        listener.accept()[0] as server,
    ):
        yield client, server


@pytest.mark.parametrize("read", [False, True])
def test_acknowledged_bytes_are_not_stale(pair: tuple[socket.socket, socket.socket], read: bool) -> None:
    """Bytes that the server's system has accepted count as received, whether its program has read them or not."""
    client, server = pair
    state = exchange.Exchange()
    state.add_sent(client.send(b"first"))
    server.send(b"response")
    client.recv(10)
    state.add_received()
    state.begin()
    state.add_sent(client.send(b"second"))
    if read:
        server.recv(20)
    server.shutdown(socket.SHUT_WR)

    assert client.recv(10) == b""
    assert not state.is_stale(client, in_order=True)
    assert not state.is_stale(client, in_order=False)
