"""FaultServer: what it records, and the connections that it breaks."""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, Event
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import pytest

from visionapis_testing.contracts.contract import load
from visionapis_testing.faults import (
    ConnectionDropped,
    FaultPlan,
    FaultServer,
    Latency,
    SlowResponse,
    StaleConnection,
    StatusResponse,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


CLOSED = httpx.RemoteProtocolError
# If the sockets' buffers hold the rest of the body, the client meets the reset when it reads, else when it writes.
RESET = (httpx.RemoteProtocolError, httpx.ReadError)


def exchange(server: FaultServer, data: bytes) -> bytes:
    """Send bytes and return everything that comes back."""
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.settimeout(5)
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    return received


def test_request_is_recorded() -> None:
    """A request is recorded as it was sent; its repr shows neither the key nor the body."""
    raw = b"POST /digits/1?api_key=rf_canary HTTP/1.1\r\nHost: x\r\nX-Odd: a  b\r\nContent-Length: 5\r\n\r\nrf_\r\n"
    with FaultServer(response=b"[1]") as server:
        received = exchange(server, raw)
    request = server.requests[0]

    assert received.startswith(b"HTTP/1.1 200 OK\r\n")
    assert received.endswith(b"\r\n\r\n[1]")
    assert (request.body, request.complete, request.connection) == (b"rf_\r\n", True, 1)
    assert (request.method, request.target) == ("POST", "/digits/1?api_key=rf_canary")
    assert request.headers == [("host", "x"), ("x-odd", "a  b"), ("content-length", "5")]
    assert repr(request) == "RawRequest(method='POST', connection=1, complete=True)"


def test_pipelined_requests() -> None:
    """Requests in one packet are recorded separately, each with its body, until the connection is closed."""
    first = b"POST /1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    second = b"GET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    with FaultServer() as server:
        received = exchange(server, first + second + first)

    assert [(request.target, request.body) for request in server.requests] == [("/1", b"abc"), ("/2", b"")]
    assert received.count(b"HTTP/1.1 200 OK") == 2


def test_application() -> None:
    """A function gets the parts of the request and returns those of the response."""

    def application(
        method: str, target: str, headers: Sequence[tuple[str, str]], body: bytes
    ) -> tuple[int, Sequence[tuple[str, str]], bytes]:
        return (
            430,
            [("x-host", dict(headers)["host"]), ("content-length", "999")],
            f"{method} {target} {body!r}".encode(),
        )

    with FaultServer(response=application) as server:
        response = httpx.put(f"{server.url}/a%2Fb?c", content=b"d")

    assert (response.status_code, response.text) == (430, "PUT /a%2Fb?c b'd'")
    assert response.headers["x-host"] == server.url.removeprefix("http://")


def test_connections_are_counted() -> None:
    """Each request is recorded with the number of its connection."""
    with FaultServer() as server:
        with httpx.Client(base_url=server.url) as client:
            client.get("/")
            client.head("/")
        httpx.get(server.url)

    assert [request.connection for request in server.requests] == [1, 1, 2]


@pytest.mark.parametrize("reused", [False, True])
@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize("mode", ["reset", "close"])
def test_dropped_after_body(method: str, mode: Any, reused: bool) -> None:
    """A request is read once and gets no response, on a new and on a reused connection."""
    with FaultServer() as server, httpx.Client(base_url=server.url) as client:
        if reused:
            client.get("/")
        server.plan.add(ConnectionDropped("after_body", mode), operation=method)
        with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
            client.request(method, "/1")

    dropped = [request for request in server.requests if request.method == method]
    assert [(request.connection, request.complete) for request in dropped] == [(1, True)]


def test_stale_connection() -> None:
    """The second request on each connection fails, the first one succeeds."""
    plan = FaultPlan()
    plan.add(StaleConnection())
    with FaultServer(plan) as server, httpx.Client(base_url=server.url) as client:
        for _ in range(2):
            assert client.get("/").status_code == 200
            with pytest.raises(httpx.RemoteProtocolError, match="Server disconnected"):
                client.get("/")

    assert [request.connection for request in server.requests] == [1, 1, 2, 2]


@pytest.mark.parametrize("mode", ["reset", "close"])
@pytest.mark.parametrize(("at", "least", "most"), [("before_body", 0, 0), ("in_body", 5_000_000, 6_000_000)])
def test_body_is_read_in_part(at: Any, least: int, most: int, mode: Any) -> None:
    """Nothing or half of the body is read; the client can send the rest unless the connection is reset."""
    sent = 0

    def body() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(100):
            sent += 100_000
            yield b"a" * 100_000

    with FaultServer() as server:
        server.plan.add(ConnectionDropped(at, mode))
        with pytest.raises(CLOSED if mode == "close" else RESET):
            httpx.post(server.url, content=body(), headers={"content-length": "10000000"})
    request = server.requests[0]

    assert least <= len(request.body) <= most
    assert not request.complete
    assert sent == 10_000_000 or mode == "reset"


@pytest.mark.parametrize("pause", [0.25, None])
def test_client_that_sends_slowly(pause: float | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A closed connection is reset only if the client neither sends nor closes its side within DRAIN_TIMEOUT."""
    if pause is None:
        monkeypatch.setattr("visionapis_testing.faults.asgi.DRAIN_TIMEOUT", 0.05)
    with FaultServer() as server:
        server.plan.add(ConnectionDropped("before_body", "close"))
        address = urlsplit(server.url)
        with socket.create_connection((address.hostname, address.port), timeout=5) as connection:
            connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n")
            assert connection.recv(1) == b""  # the server closed its side
            sent = 0
            with suppress(ConnectionError):
                for _ in range(7):
                    time.sleep(pause or 0.5)
                    sent += connection.send(b"a")

    assert (sent == 7) == (pause is not None)


def test_refused_connections() -> None:
    """Connections are refused while the context is open, and after the server's end."""
    with FaultServer() as server:
        with server.refusing(), pytest.raises(httpx.ConnectError):
            httpx.get(server.url)
        assert httpx.get(server.url).status_code == 200

    assert len(server.requests) == 1
    with pytest.raises(httpx.ConnectError):
        httpx.get(server.url)


def test_refusing_keeps_the_port() -> None:
    """The port stays taken while connections are refused."""
    with FaultServer() as server, server.refusing(), socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind(("127.0.0.1", httpx.URL(server.url).port))


def test_operation_by_contract() -> None:
    """With a contract, a rule for an operation applies by method and path, below any prefix."""
    with FaultServer(contract=load("roboflow")) as server:
        server.plan.add(StatusResponse(503), operation="classification_infer")
        found = [
            httpx.request(method, server.url + path).status_code
            for method, path in (("POST", "/a/1?x=/"), ("POST", "/prefix/a/1/"), ("GET", "/a/1"), ("POST", "/a"))
        ]

    assert found == [503, 503, 200, 200]
    assert [injection.call for injection in server.plan.injections] == ["classification_infer"] * 2


def test_injections_contain_no_query() -> None:
    """The injections do not contain the query, which may contain a key."""
    with FaultServer() as server:
        server.plan.add(StatusResponse(503))
        httpx.get(f"{server.url}/a?api_key=rf_canary")

    assert [injection.call for injection in server.plan.injections] == ["GET /a"]


@pytest.mark.parametrize("fault", [Latency(60), SlowResponse("headers", 60), SlowResponse("body", 60)])
def test_server_stops_during_a_response(fault: Any) -> None:
    """The end of the server does not wait for a slow response."""
    start = time.monotonic()
    with FaultServer() as server:
        server.plan.add(fault)
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(server.url, timeout=0.1)

    assert time.monotonic() - start < 30


def test_invalid_http() -> None:
    """Invalid or incomplete HTTP is rejected, not recorded, and does not affect other clients."""
    with FaultServer() as server:
        for data in (
            b"",
            b"GET",
            b"\x16\x03\x01\r\n\r\n",
            b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf",
        ):
            with suppress(ConnectionResetError):
                assert exchange(server, data)[9:12] in {b"", b"400"}
        assert httpx.get(server.url).status_code == 200

    assert len(server.requests) == 1


def test_many_clients() -> None:
    """32 threads get exactly the faults of the plan."""
    with FaultServer() as server, ThreadPoolExecutor(32) as executor:
        server.plan.add(StatusResponse(503), times=40)

        def statuses(_: int) -> list[int]:
            with httpx.Client(base_url=server.url) as client:
                return [client.get("/").status_code for _ in range(5)]

        found = [status for result in executor.map(statuses, range(32)) for status in result]

    assert (found.count(503), found.count(200), len(server.requests)) == (40, 120, 160)


def test_server_listens_again_after_an_exception() -> None:
    """An exception in the block of `refusing` does not leave the server refusing connections."""
    with FaultServer(response=b"[1]") as server:
        with pytest.raises(httpx.ConnectError), server.refusing():
            httpx.get(server.url)

        assert httpx.get(server.url).json() == [1]


@pytest.mark.parametrize("status", [204, 304])
def test_status_without_body(status: int) -> None:
    """A body that HTTP does not allow for a status is not sent; the response arrives all the same."""
    with FaultServer(response=lambda *_: (status, [("x-id", "1")], b"body")) as server:
        server.plan.add(StatusResponse(status, body="body"), times=1)
        faulty, own = httpx.get(server.url), httpx.get(server.url)

    assert [(each.status_code, each.content) for each in (faulty, own)] == [(status, b"")] * 2
    assert own.headers["x-id"] == "1"


def test_response_functions_may_wait_for_each_other() -> None:
    """Each response function has a thread of its own, however many there are."""
    count = 40
    barrier = Barrier(count, timeout=10)

    def respond(*_: object) -> tuple[int, Sequence[tuple[str, str]], bytes]:
        barrier.wait()
        return 200, [], b"{}"

    with FaultServer(response=respond) as server, ThreadPoolExecutor(count) as pool:
        statuses = [each.status_code for each in pool.map(httpx.get, [server.url] * count)]

    assert statuses == [200] * count


def test_server_does_not_wait_for_a_response_function() -> None:
    """Closing the server does not wait for a response function that blocks."""
    block, entered = Event(), Event()

    def respond(*_: object) -> tuple[int, Sequence[tuple[str, str]], bytes]:
        entered.set()
        block.wait(20)
        return 200, [], b"{}"

    with ThreadPoolExecutor() as pool:
        with FaultServer(response=respond) as server:
            call = pool.submit(httpx.get, server.url, timeout=20)
            assert entered.wait(5)
            start = time.monotonic()
        elapsed = time.monotonic() - start
        block.set()

    assert call.done()
    assert elapsed < 5
