"""`visionapis proxy`: addresses of servers, connections to them, and how much passes through."""

from __future__ import annotations

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from tests.helpers.recording import RecordingServer, make_response
from tests.helpers.tls import AUTHORITY, TLSServer

from .proxying import FILE, responses_in, running
from .shell import Shell

VENDOR = "ximilar"
JSON = make_response('{"a": 1}')


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Return a shell in an empty directory."""
    return Shell(tmp_path, {})


@pytest.mark.parametrize("base_path", ["", "/gateway/vision", "/recognition"])
def test_base_url_with_a_path(shell: Shell, base_path: str) -> None:
    """The path of the base URL is part of the printed URL, and is added to requests that lack it."""
    with (
        RecordingServer(JSON) as server,
        running(shell, VENDOR, f"{server.url}{base_path}/", "--save", FILE) as proxy,
    ):
        origin = proxy.url.removesuffix(base_path)
        httpx.get(f"{proxy.url}/recognition/v2/task/?page=2")
        if not base_path.startswith("/rec"):
            httpx.get(f"{origin}/recognition/v2/task/?page=2")

    assert origin == f"http://127.0.0.1:{proxy.address[1]}"
    assert {each.target for each in server.received} == {f"{base_path}/recognition/v2/task/?page=2"}
    assert [*proxy.saved["operations"]] == ["tasks_list"]
    assert proxy.saved["routes"] == {}


def test_contract_path_at_the_root(shell: Shell) -> None:
    """A self-hosted server without the path of the vendor's base URL is judged as the vendor's."""
    with RecordingServer(JSON) as server, running(shell, "nanonets", server.url, "--save", FILE) as proxy:
        httpx.get(f"{proxy.url}/ImageCategorization/Model/a")
        httpx.get(f"{proxy.url}/api/v2/ImageCategorization/Model/a")

    assert responses_in(proxy.saved) == 2
    assert len(proxy.saved["operations"]) == 1
    assert proxy.saved["routes"] == {}


def test_many_requests_at_once(shell: Shell) -> None:
    """Requests do not wait for each other, and all are counted."""
    with (
        RecordingServer(JSON, crowd=60) as server,
        running(shell, VENDOR, server.url, "--save", FILE) as proxy,
        httpx.Client(timeout=60, base_url=proxy.url) as client,
        ThreadPoolExecutor(60) as pool,
    ):
        found = list(pool.map(lambda number: client.get(f"/recognition/v2/task/?page={number}"), range(60)))

    assert {each.status_code for each in found} == {200}
    assert server.peak == 60
    assert responses_in(proxy.saved) == 60


class LargeServer(BaseHTTPRequestHandler):
    """Responds to a POST with the hash of the body, and to a GET with as many bytes."""

    size = 2**28

    def do_POST(self) -> None:
        """Read a body of any length."""
        found, left = hashlib.sha256(), int(self.headers["content-length"])
        while left:
            chunk = self.rfile.read(min(left, 2**16))
            found.update(chunk)
            left -= len(chunk)
        self._respond(len(found.hexdigest()))
        self.wfile.write(found.hexdigest().encode())

    def do_GET(self) -> None:
        """Write a long body."""
        self._respond(self.size)
        for _ in range(self.size // 2**20):
            self.wfile.write(bytes(2**20))

    def _respond(self, length: int) -> None:
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(length))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Print nothing."""


def test_large_bodies_take_little_memory(shell: Shell) -> None:
    """An upload and a download of 256 MiB pass through unchanged, in much less memory, and count without fields."""
    size = LargeServer.size
    with ThreadingHTTPServer(("127.0.0.1", 0), LargeServer) as server:
        threading.Thread(target=server.serve_forever).start()
        with running(shell, VENDOR, f"http://127.0.0.1:{server.server_port}", "--save", FILE) as proxy:
            uploaded = httpx.post(
                f"{proxy.url}/recognition/v2/task/",
                content=(bytes(2**20) for _ in range(size // 2**20)),
                headers={"content-length": str(size)},
                timeout=120,
            )
            with httpx.stream("GET", f"{proxy.url}/recognition/v2/task/", timeout=120) as response:
                received = sum(map(len, response.iter_raw()))
            status = Path(f"/proc/{proxy.process.pid}/status").read_text().splitlines()
        server.shutdown()

    assert uploaded.text == hashlib.sha256(bytes(size)).hexdigest()
    assert received == size
    assert int(next(line for line in status if line.startswith("VmHWM")).split()[1]) < 200_000  # kB
    assert responses_in(proxy.saved) == 2
    assert "2 requests: only status and content type counted: a body longer than 16 MiB" in proxy.output


def test_certificate_of_the_server(shell: Shell) -> None:
    """TLS to the server is verified, with the certificates of SSL_CERT_FILE."""
    statuses = []
    for variables in ({}, {"SSL_CERT_FILE": str(AUTHORITY)}):
        with (
            TLSServer("trusted", JSON) as server,
            running(shell.with_environment(**variables), VENDOR, server.url) as proxy,
        ):
            response = httpx.get(f"{proxy.url}/x")
            statuses.append(response.status_code)

    assert statuses == [502, 200]


def test_proxy_of_the_environment(shell: Shell) -> None:
    """HTTP_PROXY applies to the connection to the server, with credentials that are shown nowhere."""
    with RecordingServer(JSON) as other:
        own = shell.with_environment(HTTP_PROXY=other.url.replace("//", "//user:pw-4711@"))
        with running(own, VENDOR, "http://vision.internal:9001/base") as proxy:
            response = httpx.get(f"{proxy.url}/x?y")

    assert response.json() == {"a": 1}
    assert other.received[0].target == "http://vision.internal:9001/base/x?y"
    assert "4711" not in proxy.output + proxy.errors


def test_tunnel_of_the_environment(shell: Shell) -> None:
    """HTTPS_PROXY is asked for a tunnel to the host of the server, whatever the target of the request."""
    with (
        RecordingServer(make_response("", status="407 Authenticate")) as other,
        running(shell.with_environment(HTTPS_PROXY=other.url), VENDOR, "https://vision.internal/base") as proxy,
    ):
        response = httpx.get(f"{proxy.url}/x")

    assert (other.received[0].method, other.received[0].target) == ("CONNECT", "vision.internal:443")
    assert response.status_code == 502
    assert "407" in response.json()["error"]["message"]
