"""`visionapis proxy`: servers that fail, clients that leave, and requests that are not for the server."""

from __future__ import annotations

import socket
import struct
import threading
import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.faults.table import FAULTS
from tests.helpers.recording import RESET, RecordingServer, make_response
from visionapis_generated.ximilar import operations
from visionapis_testing.faults import AnyKeyAccepted, ConnectionDropped, ConnectionRefused, StaleConnection
from visionapis_testing.vendors import emulator

from .proxying import FILE, responses_in, running
from .shell import Shell

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

VENDOR = "ximilar"
PATH = operations.TASKS_LIST.path
JSON = make_response('{"a": 1}')
MARK = "x-visionapis-proxy"

# Of these the client of a server gets no response; that of the proxy gets the proxy's.
BROKEN = (ConnectionDropped, ConnectionRefused, StaleConnection)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Return a shell in an empty directory."""
    return Shell(tmp_path, {})


def received(url: str) -> tuple[int, dict[str, str], bytes, bool]:
    """Return the status, headers and body of a response as far as it comes, and whether it is complete."""
    body, complete = b"", True
    with httpx.stream("GET", f"{url}{PATH}/", headers={"authorization": "Token test-key"}, timeout=30) as response:
        try:
            for chunk in response.iter_raw():
                body += chunk
        except httpx.RemoteProtocolError:
            complete = False
    headers = {name: value for name, value in response.headers.items() if name not in {"connection", "date"}}
    return response.status_code, headers, body, complete


@pytest.mark.parametrize("name", [each for each in FAULTS if not isinstance(FAULTS[each], (AnyKeyAccepted, *BROKEN))])
def test_faults_pass_through(shell: Shell, name: str) -> None:
    """A client gets through the proxy all that it gets of a server with a fault."""
    server = emulator(VENDOR)
    with server.serve() as url, running(shell, VENDOR, url, "--save", FILE) as proxy:
        found = []
        for base in (url, proxy.url):
            server.faults.add(FAULTS[name], operation="tasks_list")
            found.append(received(base))

    assert found[0] == found[1]
    if found[0][-1]:
        assert responses_in(proxy.saved) == 1
        assert proxy.status == 0
    else:
        assert proxy.status == 3
        assert "1 request: the server did not finish its response" in proxy.output


@pytest.mark.parametrize(
    ("fault", "is_reused"),
    [
        *((ConnectionDropped(at, mode), False) for at in ("before_body", "after_body") for mode in ("close", "reset")),
        (StaleConnection(), True),
    ],
    ids=str,
)
def test_server_without_response(shell: Shell, fault: ConnectionDropped | StaleConnection, is_reused: bool) -> None:
    """A client gets the proxy's 502 where the server breaks the connection; a connection that was idle is replaced."""
    server = emulator(VENDOR)
    with server.serve() as url, running(shell, VENDOR, url, "--save", FILE, "--check", "strict") as proxy:
        if is_reused:
            received(proxy.url)
        server.faults.add(fault, operation="tasks_list")
        status_code, headers, _, _ = received(proxy.url)

    if isinstance(fault, StaleConnection):
        assert (status_code, headers.get(MARK)) in ((200, None), (502, "no_response"))
    else:
        assert (status_code, headers[MARK]) == (502, "no_response")
        assert proxy.status == 3


FAILURES: dict[str, tuple[Callable[[], RecordingServer], int, str]] = {
    "silent": (lambda: RecordingServer(silent=True), 504, "timeout"),
    "reset": (lambda: RecordingServer(RESET), 502, "no_response"),
    "nothing": (lambda: RecordingServer(b""), 502, "no_response"),
    "half of the headers": (lambda: RecordingServer(b"HTTP/1.1 200 OK\r\nContent-"), 502, "no_response"),
    "not HTTP": (lambda: RecordingServer(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"), 502, "no_response"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_responses_of_the_proxy(shell: Shell, name: str) -> None:
    """A server that does not respond is told as JSON with a header, and the proxy's response counts for nothing."""
    make_server, status_code, reason = FAILURES[name]
    with make_server() as server, running(shell, VENDOR, server.url, "--timeout", "0.5", "--save", FILE) as proxy:
        response = httpx.post(f"{proxy.url}{PATH}/?api_key=secret-4711", json={"name": "secret-4711"})

    error = response.json()["error"]
    assert (response.status_code, response.headers[MARK], error["reason"]) == (status_code, reason, reason)
    assert error["source"] == "visionapis proxy"
    assert server.url in error["message"]
    assert f"1 request: {status_code} of the proxy: {reason}" in proxy.output
    assert f"POST {PATH} {status_code} of the proxy: {reason} " in proxy.errors
    assert "4711" not in response.text + proxy.output + proxy.errors
    assert proxy.status == 3
    assert not (shell.directory / FILE).exists()


def test_unreachable_server(shell: Shell) -> None:
    """A server that is not there, or has no address, is told with its host."""
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    for url in (f"http://127.0.0.1:{port}", "http://no.such.host.internal"):
        with running(shell, VENDOR, url) as proxy:
            response = httpx.get(f"{proxy.url}/x", timeout=60)

        assert (response.status_code, response.headers[MARK]) == (502, "unreachable")
        assert response.json()["error"]["message"].startswith(f"cannot connect to {url} (")


def test_proxy_behind_a_proxy(shell: Shell) -> None:
    """The failure of another proxy is passed on, and is not the server's response here either."""
    with (
        running(shell, VENDOR, "http://127.0.0.1:1") as other,
        running(shell, VENDOR, other.url) as proxy,
    ):
        response = httpx.get(f"{proxy.url}/x")

    assert (response.status_code, response.headers[MARK]) == (502, "unreachable")
    assert "1 request: 502 of another proxy" in proxy.output
    assert proxy.status == 3


@pytest.mark.parametrize("closed", ["stdout", "stderr"])
def test_reader_that_leaves(shell: Shell, closed: str) -> None:
    """Programs that use the proxy go on when whoever read its output has gone, and the exit status is the same."""
    with RecordingServer(JSON) as server:
        process = shell.start("proxy", VENDOR, "--url", server.url, "--check", "strict")
        assert process.stdout
        assert process.stderr
        url = process.stdout.readline().rstrip()
        (process.stdout if closed == "stdout" else process.stderr).close()
        found = [received(url)[0] for _ in range(3)]
        process.terminate()
        (process.stderr if closed == "stdout" else process.stdout).read()
        status = process.wait(timeout=60)
        process.stdout.close()
        process.stderr.close()

    assert found == [200] * 3
    assert status == 1  # the response of the server lacks what the contract requires


def test_proxy_survives(shell: Shell) -> None:
    """After failures of all kinds the next request is passed on."""
    responses = [RESET, b"", b"nonsense\r\n\r\n", make_response("{}").replace(b"2\r\n\r\n", b"9\r\n\r\n"), JSON]
    with RecordingServer(*responses) as server, running(shell, VENDOR, server.url) as proxy:
        found = [received(proxy.url)[0] for _ in responses]

    assert found == [502, 502, 502, 200, 200]
    assert proxy.status == 0


def test_client_that_leaves(shell: Shell) -> None:
    """A client that disconnects ends the request to the server, which counts for nothing."""
    ended = threading.Event()
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.settimeout(30)
                while connection.recv(65536):
                    pass
                ended.set()

        thread = threading.Thread(target=serve)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with running(shell, VENDOR, url) as proxy:
            with socket.create_connection(proxy.address) as connection:
                connection.sendall(f"GET {PATH}/ HTTP/1.1\r\nHost: a\r\n\r\n".encode())
                time.sleep(0.3)
            assert ended.wait(30)
            proxy.wait_for(f"GET {PATH} the client disconnected ")
        thread.join()

    assert "1 request: the client disconnected" in proxy.output
    assert proxy.status == 3


@pytest.mark.parametrize("resets", [False, True])
def test_client_that_leaves_within_its_request(shell: Shell, *, resets: bool) -> None:
    """The server gets no end of a body whose client disconnects before it."""
    with RecordingServer(JSON) as server, running(shell, VENDOR, server.url) as proxy:
        with socket.create_connection(proxy.address) as connection:
            head = f"POST {PATH}/ HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n"
            connection.sendall(head.encode() + b"half")
            time.sleep(0.3)
            if resets:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        proxy.wait_for("the client disconnected")
        assert received(proxy.url)[0] == 200

    assert [each.method for each in server.received] == ["GET"]


def test_client_that_reads_half(shell: Shell) -> None:
    """A client that leaves within a long response does not keep the proxy from others, and its request is ended."""
    ended = threading.Event()
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection, suppress(OSError):
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nTransfer-Encoding: chunked\r\n\r\n")
                while True:
                    connection.sendall(b"10000\r\n" + bytes(2**16) + b"\r\n")
            ended.set()

        thread = threading.Thread(target=serve)
        thread.start()
        with running(shell, VENDOR, f"http://127.0.0.1:{listener.getsockname()[1]}") as proxy:
            with socket.create_connection(proxy.address) as connection:
                connection.sendall(f"GET {PATH}/ HTTP/1.1\r\nHost: a\r\n\r\n".encode())
                assert connection.recv(1000).startswith(b"HTTP/1.1 200")
            assert ended.wait(30)
            proxy.wait_for("the client disconnected")
        thread.join()

    assert [line.partition(" ")[0] for line in proxy.errors.splitlines()] == ["export", "GET", "visionapis:"]


def test_early_response(shell: Shell) -> None:
    """A server that responds before it has read the request is not waited for, and the rest is not judged."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(b"HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(65536):
                    pass

        thread = threading.Thread(target=serve)
        thread.start()
        with running(shell, VENDOR, f"http://127.0.0.1:{listener.getsockname()[1]}") as proxy:
            response = httpx.post(f"{proxy.url}{PATH}/", content=bytes(2**25), timeout=60)
        thread.join()

    assert (response.status_code, response.content) == (202, b"ok")
    assert "1 request: only status and content type counted: a" in proxy.output
    assert "the request breaks" not in proxy.output


def test_end_within_a_response(shell: Shell) -> None:
    """SIGTERM does not wait for a server that takes long; the response counts for nothing."""
    with RecordingServer(silent=True) as server:
        with running(shell, VENDOR, server.url, "--save", FILE) as proxy:
            connection = socket.create_connection(proxy.address)
            connection.sendall(f"GET {PATH}/ HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            while not server.received:
                time.sleep(0.02)
        with connection:
            connection.settimeout(30)
            assert b"HTTP/1.1 200" not in connection.recv(65536)

    assert proxy.status == 3
    assert "1 request: ended with the proxy" in proxy.output
    assert "Traceback" not in proxy.errors


SLOW_NAMES = """
import socket, time
getaddrinfo = socket.getaddrinfo
def slow(host, *arguments, **options):
    if host == "slow.example" and not options.get("flags"):
        time.sleep(120)
    return getaddrinfo(host, *arguments, **options)
socket.getaddrinfo = slow
"""


def test_end_within_the_search_for_a_host(shell: Shell) -> None:
    """SIGTERM does not wait for the search for the address of a host, which nothing can stop."""
    (shell.directory / "sitecustomize.py").write_text(SLOW_NAMES)
    own = shell.with_environment(PYTHONPATH=str(shell.directory))
    with running(own, VENDOR, "https://slow.example") as proxy, pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{proxy.url}/x", timeout=1)

    assert proxy.status == 3


def test_no_open_proxy(shell: Shell) -> None:
    """Requests for other hosts and tunnels are refused; those that name the proxy or its server are passed on."""
    with RecordingServer(JSON) as server, running(shell, VENDOR, server.url) as proxy:
        _, port = proxy.address
        own = [f"http://127.0.0.1:{port}", f"http://localhost:{port}", server.url]
        others = ["http://other.example", "http://127.0.0.1:1", "https://api.ximilar.com", "http://user:pw@[::1"]
        statuses = {}
        for start in (*own, *others):
            line = f"GET {start}/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            statuses[start] = proxy.exchange(line.encode()).split(b" ")[1]
        tunnel = proxy.exchange(b"CONNECT other.example:443 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        odd = proxy.exchange(b"GET x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")

    assert statuses == {**dict.fromkeys(own, b"200"), **dict.fromkeys(others, b"421")}
    assert tunnel.startswith(b"HTTP/1.1 405 ")
    assert odd.startswith(b"HTTP/1.1 400 ")
    assert MARK.encode() in tunnel
    assert MARK.encode() in odd
    assert [each.target for each in server.received] == ["/x"] * len(own)


def test_malformed_requests(shell: Shell) -> None:
    """Bytes that are not HTTP, and headers that are too long, are rejected without a word on stderr."""
    with RecordingServer(JSON) as server, running(shell, VENDOR, server.url, "--quiet") as proxy:
        for data in (b"\x16\x03\x01\x02\x00", b"GET / HTTP/1.1 more"):
            assert proxy.exchange(data + b"\r\n\r\n").startswith(b"HTTP/1.1 400 ")
        with suppress(ConnectionResetError):  # the proxy does not read to the end of these
            assert proxy.exchange(b"GET / HTTP/1.1\r\nX: " + b"a" * 2**18).startswith(b"HTTP/1.1 400 ")
        status_code, *_ = received(proxy.url)

    assert status_code == 200
    assert len(server.received) == 1
    assert len(proxy.errors.splitlines()) == 1


def test_upgrade_is_not_passed_on(shell: Shell) -> None:
    """A request that offers another protocol is an ordinary one."""
    with RecordingServer(JSON) as server, running(shell, VENDOR, server.url, "--quiet") as proxy:
        response = httpx.get(f"{proxy.url}/x", headers={"Connection": "Upgrade", "Upgrade": "websocket"})

    assert response.status_code == 200
    assert "upgrade" not in server.received[0].headers
    assert len(proxy.errors.splitlines()) == 1
