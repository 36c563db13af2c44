"""A raw server: what arrives there, and what breaks there for real."""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import pytest

from visionapis_testing.contracts.contract import load
from visionapis_testing.faults import ConnectionLost, Drip, FaultPlan, FaultServer, KeepAliveLost, Latency, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def exchange(server: FaultServer, data: bytes) -> bytes:
    """Everything that comes back for these bytes."""
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.settimeout(5)
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    return received


def test_every_byte_is_kept() -> None:
    """A request is kept as it was sent; its text form has neither the key nor the body."""
    raw = b"POST /digits/1?api_key=rf_canary HTTP/1.1\r\nHost: x\r\nX-Odd: a  b\r\nContent-Length: 5\r\n\r\nrf_\r\n"
    with FaultServer(answer=b"[1]") as server:
        received = exchange(server, raw)
    request = server.requests[0]

    assert received == b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 3\r\n\r\n[1]"
    assert (request.raw, request.body, request.complete, request.connection) == (raw, b"rf_\r\n", True, 1)
    assert (request.method, request.target) == ("POST", "/digits/1?api_key=rf_canary")
    assert request.headers == [("Host", "x"), ("X-Odd", "a  b"), ("Content-Length", "5")]
    assert repr(request) == "RawRequest(method='POST', connection=1, complete=True)"


def test_pipelined_requests_are_told_apart() -> None:
    """Two requests in one packet are two, each with its own bytes."""
    first = b"POST /1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    second = b"GET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    with FaultServer() as server:
        received = exchange(server, first + second + first)

    assert [request.raw for request in server.requests] == [first, second]
    assert [request.body for request in server.requests] == [b"abc", b""]
    assert received.count(b"HTTP/1.1 200 OK") == 2


def test_application() -> None:
    """A function answers with what it is given."""

    def application(
        method: str, target: str, headers: Sequence[tuple[str, str]], body: bytes
    ) -> tuple[int, Sequence[tuple[str, str]], bytes]:
        return (
            430,
            [("x-host", dict(headers)["Host"]), ("content-length", "999")],
            f"{method} {target} {body!r}".encode(),
        )

    with FaultServer(answer=application) as server:
        answer = httpx.put(f"{server.url}/a%2Fb?c", content=b"d")

    assert (answer.status_code, answer.text) == (430, "PUT /a%2Fb?c b'd'")
    assert answer.headers["x-host"] == server.url.removeprefix("http://")


def test_connections_are_counted() -> None:
    """Requests of one client share a connection."""
    with FaultServer() as server:
        with httpx.Client(base_url=server.url) as client:
            client.get("/")
            client.head("/")
        httpx.get(server.url)

    assert [request.connection for request in server.requests] == [1, 1, 2]


@pytest.mark.parametrize("reused", [False, True])
@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize("how", ["reset", "close"])
def test_request_that_was_read_and_lost(method: str, how: Any, reused: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """A request is read once and not answered, on a new and on a reused connection."""
    with FaultServer() as server, httpx.Client(base_url=server.url) as client:
        if reused:
            client.get("/")
        server.plan.add(ConnectionLost("after_body", how), operation=method)
        with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
            client.request(method, "/1")

    lost = [request for request in server.requests if request.method == method]
    assert [(request.connection, request.complete) for request in lost] == [(1, True)]


def test_lost_keep_alive() -> None:
    """The second request on a connection is lost; a new connection is none that can be lost."""
    plan = FaultPlan()
    plan.add(KeepAliveLost())
    with FaultServer(plan) as server, httpx.Client(base_url=server.url) as client:
        for _ in range(2):
            assert client.get("/").status_code == 200
            with pytest.raises(httpx.RemoteProtocolError, match="Server disconnected"):
                client.get("/")

    assert [request.connection for request in server.requests] == [1, 1, 2, 2]


@pytest.mark.parametrize("how", ["reset", "close"])
@pytest.mark.parametrize(("moment", "least", "most"), [("before_body", 0, 0), ("in_body", 5_000_000, 6_000_000)])
def test_body_is_read_in_part(moment: Any, least: int, most: int, how: Any) -> None:
    """Of a body nothing is read, or half of it; the client does not get to its end."""
    sent = 0

    def body() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(100):
            sent += 100_000
            yield b"a" * 100_000

    with FaultServer() as server:
        server.plan.add(ConnectionLost(moment, how))
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.post(server.url, content=body(), headers={"content-length": "10000000"})
    request = server.requests[0]

    assert least <= len(request.body) <= most
    assert not request.complete
    assert sent == 10_000_000 or how == "reset"


def test_refused_connections() -> None:
    """While it refuses, nothing listens at the address; then everything is as before."""
    with FaultServer() as server:
        with server.refusing(), pytest.raises(httpx.ConnectError):
            httpx.get(server.url)
        assert httpx.get(server.url).status_code == 200

    assert len(server.requests) == 1
    with pytest.raises(httpx.ConnectError):
        httpx.get(server.url)


def test_refusing_keeps_the_port() -> None:
    """No other program gets it meanwhile: the server could not come back."""
    with FaultServer() as server, server.refusing(), socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind(("127.0.0.1", httpx.URL(server.url).port))


def test_operation_by_contract() -> None:
    """With a contract a fault meets its operation, by method and path, below any prefix."""
    with FaultServer(contract=load("roboflow")) as server:
        server.plan.add(Status(503), operation="classification_infer")
        found = [
            httpx.request(method, server.url + path).status_code
            for method, path in (("POST", "/a/1?x=/"), ("POST", "/prefix/a/1/"), ("GET", "/a/1"), ("POST", "/a"))
        ]

    assert found == [503, 503, 200, 200]
    assert [injection.call for injection in server.plan.log] == ["classification_infer"] * 2


def test_log_shows_no_query() -> None:
    """A key in a query is in no log."""
    with FaultServer() as server:
        server.plan.add(Status(503))
        httpx.get(f"{server.url}/a?api_key=rf_canary")

    assert [injection.call for injection in server.plan.log] == ["GET /a"]


@pytest.mark.parametrize("fault", [Latency(60), Drip("headers", 60), Drip("body", 60)])
def test_server_ends_while_it_waits(fault: Any) -> None:
    """Nobody has to wait for an answer that is slow."""
    start = time.monotonic()
    with FaultServer() as server:
        server.plan.add(fault)
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(server.url, timeout=0.1)

    assert time.monotonic() - start < 30


def test_no_http() -> None:
    """What is no HTTP, or ends too early, is not answered and not kept, and hurts nobody else."""
    with FaultServer() as server:
        for data in (
            b"",
            b"GET",
            b"\x16\x03\x01\r\n\r\n",
            b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf",
        ):
            with suppress(ConnectionResetError):
                assert exchange(server, data) == b""
        assert httpx.get(server.url).status_code == 200

    assert len(server.requests) == 1


def test_many_clients() -> None:
    """32 threads are served, and get exactly the faults that were planned."""
    with FaultServer() as server, ThreadPoolExecutor(32) as executor:
        server.plan.add(Status(503), times=40)

        def statuses(_: int) -> list[int]:
            with httpx.Client(base_url=server.url) as client:
                return [client.get("/").status_code for _ in range(5)]

        found = [status for result in executor.map(statuses, range(32)) for status in result]

    assert (found.count(503), found.count(200), len(server.requests)) == (40, 120, 160)
