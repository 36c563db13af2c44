"""`visionapis proxy`: requests and responses pass through as they were sent."""

from __future__ import annotations

import gzip
import shutil
import socket
import subprocess
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import httpx
import pytest
import requests

from tests.helpers.recording import Received, RecordingServer, make_response
from visionapis_testing.vendors import emulator

from .proxying import RunningProxy, running
from .shell import Shell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VENDOR = "ximilar"
JSON = make_response('{"a": 1}')
CURL = shutil.which("curl") or ""


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Return a shell in an empty directory."""
    return Shell(tmp_path, {})


def request(target: str, *headers: str, method: str = "GET", body: bytes = b"") -> bytes:
    """Return a request after which the connection is closed."""
    head = [f"{method} {target} HTTP/1.1", "Host: any.example", "Connection: close", *headers]
    return "\r\n".join([*head, "", ""]).encode() + body


def parts(response: bytes) -> tuple[str, list[str], bytes]:
    """Return the status, the headers but those of one connection, and the body as it was sent."""
    head, _, body = response.partition(b"\r\n\r\n")
    line, *headers = head.decode("latin-1").split("\r\n")
    return line.split(" ")[1], sorted(each for each in headers if not each.lower().startswith("connection:")), body


PACKED = gzip.compress(b'{"a": "' + b"x" * 5000 + b'"}')
RESPONSES: dict[str, bytes] = {
    "JSON": JSON,
    "gzip": make_response(PACKED, content_encoding="gzip", vary="accept-encoding"),
    "brotli": make_response(b"\x1b\x07\x00not ours", content_encoding="br"),
    "gzip that is broken": make_response(PACKED[:50], content_encoding="gzip"),
    "no content": b"HTTP/1.1 204 No Content\r\nX-One: 1\r\nDate: Tue, 01 Dec 2026 08:00:00 GMT\r\n\r\n",
    "not modified": b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n',
    "two cookies": make_response("ok", content_type="text/plain").replace(
        b"\r\n\r\n", b"\r\nSet-Cookie: a=1; Path=/\r\nSet-Cookie: b=2\r\nX-Latin: \xe9\r\n\r\n", 1
    ),
    "redirect": b"HTTP/1.1 302 Found\r\nLocation: https://api.example.com/next?a=%2F\r\nContent-Length: 0\r\n\r\n",
    "redirect of a path": b"HTTP/1.1 308 Permanent Redirect\r\nLocation: /x/\r\nContent-Length: 0\r\n\r\n",
    "unregistered status": make_response("{}", status="799 Odd"),
    "status 299": make_response("{}", status="299 Fine"),
    "error": make_response('{"detail": "no"}', status="500 Internal Server Error"),
    "not JSON": make_response("<html>", content_type="text/html"),
    "binary": make_response(bytes(range(256)) * 100, content_type="image/jpeg"),
    "empty": make_response(b""),
    "NUL bytes as JSON": make_response(b'{"a": "\x00\xff"}'),
}


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RecordingServer, RunningProxy]]:
    """Run a proxy in front of a server that responds as the path says."""

    def respond(received: Received) -> bytes:
        response = RESPONSES.get(httpx.URL(f"http://a{received.target}").path[1:])
        if response is None:
            return JSON
        head, _, body = response.partition(b"\r\n\r\n")
        # Else a connection could end just when it is used again.
        return head + b"\r\nConnection: close\r\n\r\n" + (b"" if received.method == "HEAD" else body)

    shell = Shell(tmp_path_factory.mktemp("odd"), {})
    with RecordingServer(respond) as server, running(shell, VENDOR, server.url) as proxy:
        yield server, proxy


@pytest.mark.parametrize("name", RESPONSES)
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD"])
def test_response_is_unchanged(odd: tuple[RecordingServer, RunningProxy], name: str, method: str) -> None:
    """Status, headers and body are those of the server, byte for byte."""
    _, proxy = odd
    status, headers, body = parts(proxy.exchange(request(f"/{name}".replace(" ", "%20"), method=method)))
    expected_status, expected_headers, expected_body = parts(RESPONSES[name])

    assert status == expected_status
    assert headers == expected_headers
    assert body == (b"" if method == "HEAD" else expected_body)


TARGETS = [
    "/a%2Fb/c?x=%20&y=+&x=1",
    "/a//b/../c/./",
    "/caf%C3%A9;v=1/~user|x^y",
    "/a?redirect=https://other.example/x?y",
    "/%zz%",
    "/" + "a" * 60_000,
]


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target[:20])
def test_target_is_unchanged(odd: tuple[RecordingServer, RunningProxy], target: str) -> None:
    """Path and query reach the server as they were sent."""
    server, proxy = odd
    proxy.exchange(request(target))

    assert server.received[-1].target == target


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "PATCH", "DELETE", "PROPFIND", "X-OWN"])
def test_any_method(odd: tuple[RecordingServer, RunningProxy], method: str) -> None:
    """Any method is passed on, with its body, and `OPTIONS *`."""
    server, proxy = odd
    target = "*" if method == "OPTIONS" else "/x"
    status, _, _ = parts(proxy.exchange(request(target, "Content-Length: 2", method=method, body=b"ok")))

    received = server.received[-1]
    assert (status, received.method, received.target, received.body) == ("200", method, target, b"ok")


def test_headers_of_the_request(odd: tuple[RecordingServer, RunningProxy]) -> None:
    """The server gets all headers but those of one connection, its own host, and none that the client did not send."""
    server, proxy = odd
    sent = ["Authorization: Token a", "Cookie: b=c", "X-Trace: 1", "Accept-Encoding: br", "TE: trailers", "Foo: 1"]
    proxy.exchange(request("/x", *sent).replace(b"Connection: close", b"Connection: close, foo"))

    assert server.received[-1].headers == {
        "host": server.url.removeprefix("http://"),
        "authorization": "Token a",
        "cookie": "b=c",
        "x-trace": "1",
        "accept-encoding": "br",
    }


@pytest.mark.parametrize("lengths", [[], ["Content-Length: 3"]])
def test_chunked_request(shell: Shell, lengths: list[str]) -> None:
    """A body in chunks is passed on in chunks, without a length that contradicts them."""
    received: list[bytes] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                data = b""
                while not data.endswith(b"0\r\n\r\n"):
                    data += connection.recv(65536)
                received.append(data)
                connection.sendall(JSON)

        thread = threading.Thread(target=serve)
        thread.start()
        with running(shell, VENDOR, f"http://127.0.0.1:{listener.getsockname()[1]}") as proxy:
            head = request("/x", *lengths, "Transfer-Encoding: chunked", method="POST")
            response = proxy.exchange(head, b"5;ext=1\r\nabcde\r\n", b"0\r\n\r\n")
        thread.join()

    head, _, body = received[0].partition(b"\r\n\r\n")
    assert response.endswith(b'{"a": 1}')
    assert b"transfer-encoding: chunked" in head.lower()
    assert b"content-length" not in head.lower()
    assert body == b"5\r\nabcde\r\n0\r\n\r\n"


def test_body_until_the_connection_closes(shell: Shell) -> None:
    """A response of unknown length is passed on to its end, to clients of HTTP/1.1 and 1.0."""
    with (
        RecordingServer(b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nuntil the end") as server,
        running(shell, VENDOR, server.url) as proxy,
    ):
        newer = httpx.get(f"{proxy.url}/x")
        older = proxy.exchange(b"GET /x HTTP/1.0\r\n\r\n")

    assert newer.content == b"until the end"
    assert newer.headers["transfer-encoding"] == "chunked"
    assert older.endswith(b"\r\n\r\nuntil the end")


def test_pipelined_requests(odd: tuple[RecordingServer, RunningProxy]) -> None:
    """Requests that are sent without waiting get their responses in order, over one connection."""
    _, proxy = odd
    first = request("/binary").replace(b"Connection: close\r\n", b"")
    received = proxy.exchange(first + first + request("/JSON"))

    assert received.count(b"HTTP/1.1 200") == 3
    assert received.endswith(b'{"a": 1}')


def test_expectation_to_continue(odd: tuple[RecordingServer, RunningProxy]) -> None:
    """A client that waits before it sends the body is asked to continue, and the server gets all of it."""
    server, proxy = odd
    with socket.create_connection(proxy.address) as connection:
        connection.settimeout(30)
        connection.sendall(request("/JSON", "Content-Length: 4", "Expect: 100-continue", method="POST"))
        assert connection.recv(65536).startswith(b"HTTP/1.1 100 Continue\r\n\r\n")
        connection.sendall(b"body")
        received = b""
        while chunk := connection.recv(65536):
            received += chunk

    assert received.startswith(b"HTTP/1.1 200")
    assert server.received[-1].body == b"body"
    assert "expect" not in server.received[-1].headers


def test_connection_is_kept(odd: tuple[RecordingServer, RunningProxy]) -> None:
    """Requests of one client share a connection to the proxy, and to the server."""
    server, proxy = odd
    with requests.Session() as session:
        for _ in range(3):
            session.get(f"{proxy.url}/kept", timeout=30)

    assert len({each.connection for each in server.received[-3:]}) == 1


def test_no_cookies_are_kept(odd: tuple[RecordingServer, RunningProxy]) -> None:
    """The cookies of one client are not sent for another one."""
    server, proxy = odd
    httpx.get(f"{proxy.url}/two%20cookies")
    httpx.get(f"{proxy.url}/JSON")

    assert "cookie" not in server.received[-1].headers


def test_first_bytes_are_not_held_back(shell: Shell) -> None:
    """Headers and each part of a body are passed on before the rest arrives."""
    go_on = threading.Event()
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                for piece in (b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n", b"one", b"two"):
                    connection.sendall(piece)
                    assert go_on.wait(30)
                    go_on.clear()

        thread = threading.Thread(target=serve)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with running(shell, VENDOR, url) as proxy, socket.create_connection(proxy.address) as connection:
            connection.settimeout(30)
            connection.sendall(request("/x"))
            received = []
            for _ in range(3):
                received.append(connection.recv(65536))
                go_on.set()
            thread.join()

    assert received[0].endswith(b"\r\n\r\n")
    assert received[1:] == [b"one", b"two"]


@pytest.mark.skipif(not CURL, reason="curl is not installed")
def test_curl(shell: Shell) -> None:
    """curl uploads a form, asks to continue and reads a compressed response, through the proxy as without it."""
    (shell.directory / "photo.jpg").write_bytes(b"\xff\xd8" + bytes(2**21))
    with RecordingServer(RESPONSES["gzip"]) as server, running(shell, VENDOR, server.url) as proxy:
        arguments = ["-sS", "--compressed", "-H", "Authorization: Token t", "-H", "Expect: 100-continue"]
        found = [
            subprocess.run(
                [CURL, *arguments, "-F", "img_path=@photo.jpg", f"{url}/recognition/v2/training-image"],
                cwd=shell.directory,
                capture_output=True,
                check=True,
                env={"NO_PROXY": "*"},
            ).stdout
            for url in (server.url, proxy.url)
        ]

    assert found[0] == found[1] == gzip.decompress(PACKED)
    assert len(server.received[0].body) == len(server.received[1].body) > 2**21


def test_emulator_of_each_kind_of_client(shell: Shell) -> None:
    """`requests` gets from an emulator what it gets without the proxy."""
    with emulator(VENDOR).serve() as url, running(shell, VENDOR, url) as proxy:
        found = [
            requests.get(f"{base}/recognition/v2/task/", headers={"Authorization": "Token test-key"}, timeout=30)
            for base in (url, proxy.url)
        ]

    assert found[0].status_code == found[1].status_code == 200
    assert found[0].content == found[1].content
    assert {**found[0].headers, "date": ""} == {**found[1].headers, "date": ""}
