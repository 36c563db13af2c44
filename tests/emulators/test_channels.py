"""Channels to emulators: sockets, threads, event loops, clients; and the record of requests."""

from __future__ import annotations

import asyncio
import base64
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx
import pytest

import visionapis_testing
from visionapis_testing import PortUnavailableError, RoboflowEmulator
from visionapis_testing.faults import Latency

from .channels import FORM, KEY, RED, URL, new_emulator, open_channel

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis_testing.vendors.roboflow.profiles import ProfileName

    from .channels import Channel, ChannelName

ENCODED = base64.b64encode(RED)
HEADERS = {**FORM, "authorization": f"Bearer {KEY}"}


def test_port_in_use() -> None:
    """A port in use raises an error that names it, and is available after it is closed."""
    emulator = new_emulator()
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortUnavailableError, match=f"cannot listen on 127.0.0.1 port {port}: .*in use"):
            emulator.serve(port=port).__enter__()
    with emulator.serve(port=port) as url:
        assert url == f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host"])
def test_invalid_host(host: str) -> None:
    """A host that is not this machine's raises an error that names it."""
    with pytest.raises(PortUnavailableError, match=f"cannot listen on {host} port 0"):
        new_emulator().serve(host).__enter__()


@pytest.mark.parametrize("port", [-1, 65_536])
def test_invalid_port(port: int) -> None:
    """A port out of range raises an error that names it."""
    with pytest.raises(PortUnavailableError, match=f"invalid port {port}"):
        new_emulator().serve(port=port).__enter__()


def test_ipv6() -> None:
    """An IPv6 address is in brackets in the URL."""
    with new_emulator().serve("::1") as url:
        assert url.startswith("http://[::1]:")
        assert httpx.get(url).status_code == 404


def test_server_stops() -> None:
    """After the context nothing listens and no thread is left, even if a client keeps a connection open."""
    before = threading.active_count()
    with httpx.Client() as client:
        with new_emulator().serve() as url:
            assert client.get(url).status_code == 404
        with pytest.raises(httpx.TransportError):
            client.get(url)
    assert threading.active_count() == before


def test_response_in_progress_is_sent() -> None:
    """A server that stops while a response is in progress sends it first."""
    emulator = new_emulator()
    emulator.faults.add(Latency(0.2))
    with ThreadPoolExecutor(1) as executor, httpx.Client() as client:
        with emulator.serve() as url:
            response = executor.submit(client.post, f"{url}/colours/1", content=ENCODED, headers=HEADERS)
            while not emulator.faults.injections:
                time.sleep(0.01)
        assert response.result().status_code == 200


def test_server_stops_after_an_error() -> None:
    """An exception in the context stops the server."""
    before = threading.active_count()
    with pytest.raises(ZeroDivisionError), new_emulator().serve():
        _ = 1 / 0
    assert threading.active_count() == before


def test_servers_side_by_side() -> None:
    """One emulator can be served twice, next to another."""
    emulator = new_emulator()
    with emulator.serve() as first, emulator.serve() as second, new_emulator().serve() as third:
        assert len({first, second, third}) == 3
        for url in (first, second):
            assert httpx.post(f"{url}/colours/1", content=ENCODED, headers=HEADERS).status_code == 200
        assert len(emulator.requests) == 2


def test_sync_client_inside_a_running_loop() -> None:
    """A sync client works in process inside a running event loop."""

    async def call() -> int:
        with httpx.Client(transport=new_emulator().transport(), base_url="http://emulator") as client:
            return send(client)

    def send(client: httpx.Client) -> int:
        return client.post("/colours/1", content=ENCODED, headers=HEADERS).status_code

    assert asyncio.run(call()) == 200


def test_async_transport() -> None:
    """The in-process transport serves concurrent calls of an async client."""
    emulator = new_emulator()

    async def call() -> list[int]:
        async with httpx.AsyncClient(transport=emulator.transport(), base_url="http://emulator") as client:
            calls = (client.post("/colours/1", content=ENCODED, headers=HEADERS) for _ in range(50))
            return [response.status_code for response in await asyncio.gather(*calls)]

    assert asyncio.run(call()) == [200] * 50
    assert len(emulator.requests) == 50


def test_asgi() -> None:
    """The ASGI application of an emulator gives httpx's own transport the same responses as the emulator's."""
    responses: list[list[tuple[int, bytes]]] = []
    names: tuple[ChannelName, ...] = ("asgi", "transport")
    for name in names:
        with open_channel(name, new_emulator()) as channel:
            found = [
                channel.infer(),
                channel.infer(method="GET", image=URL),
                channel.request("POST", "/colours/1", params={"api_key": KEY}, files={"file": ("a", RED)}),
                channel.request_in_chunks("POST", "/colours/1", content=ENCODED, headers=HEADERS),
                channel.request("HEAD", "/colours/1"),
            ]
        responses.append([(each.status_code, each.content) for each in found])
    assert responses[0] == responses[1]
    assert [status for status, _ in responses[0]] == [200, 200, 200, 200, 404]


def test_threads() -> None:
    """Threads can share an emulator."""
    emulator = new_emulator()

    def call(_: int) -> str:
        with httpx.Client(transport=emulator.transport(), base_url="http://emulator") as client:
            response = client.post("/colours/1", content=ENCODED, headers=HEADERS).json()
            return str(response["inference_id"])

    with ThreadPoolExecutor(8) as executor:
        ids = set(executor.map(call, range(80)))
    assert len(ids) == 80


def test_large_upload_leaves_no_thread() -> None:
    """An upload that is spooled to a file leaves no thread behind."""
    before = set(threading.enumerate())
    with open_channel("transport", new_emulator()) as channel:
        headers = {"authorization": f"Bearer {KEY}"}
        response = channel.request("POST", "/colours/1", files={"file": ("x", bytes(3 * 2**20))}, headers=headers)
    for thread in set(threading.enumerate()) - before:
        thread.join(timeout=10)  # already stopping
    assert (response.status_code, set(threading.enumerate()) - before) == (400, set())


def test_client_disconnects() -> None:
    """A client that disconnects during its upload leaves the emulator intact."""
    emulator = new_emulator()
    with emulator.serve() as url:
        with socket.create_connection(("127.0.0.1", httpx.URL(url).port or 0)) as connection:
            head = f"POST /colours/1?api_key={KEY} HTTP/1.1\r\nhost: x\r\ncontent-type: x\r\ncontent-length: 99\r\n\r\n"
            connection.sendall(head.encode() + b"half")
        assert httpx.post(f"{url}/colours/1", content=ENCODED, headers=HEADERS).status_code == 200
    assert [request.status_code for request in emulator.requests] == [200]
    emulator.verify()


@pytest.mark.parametrize("head", ["rubbish\r\n\r\n", "POST /colours/1 HTTP/1.1\r\ncontent-length: x\r\n\r\n"])
def test_malformed_http(head: str) -> None:
    """Malformed HTTP gets status 400, and the server keeps working."""
    with new_emulator().serve() as url:
        with socket.create_connection(("127.0.0.1", httpx.URL(url).port or 0)) as connection:
            connection.sendall(head.encode())
            assert connection.recv(12) == b"HTTP/1.1 400"
        assert httpx.get(url).status_code == 404


def test_record_of_requests(open_new: Callable[[RoboflowEmulator], Channel]) -> None:
    """Requests are recorded with operation, status and size, and without keys, wherever they were sent."""
    emulator = new_emulator()
    channel = open_new(emulator)
    secret = "rf_very_secret"
    channel.infer(key=secret, api_key=KEY, service_secret=secret, name="photo.jpg")
    channel.request("GET", "/colours/1", params={"api_key": secret, "image": URL}, headers={"x-api-key": secret})
    channel.request("DELETE", "/colours/1", headers={"cookie": f"session={secret}"})
    channel.request("POST", "/colours/1", params={"api_key": KEY}, files={"file": ("a", RED)})
    infer, get, delete, upload = emulator.requests
    assert (infer.method, infer.path, infer.status_code, infer.operation_id, infer.media_type, infer.body_bytes) == (
        "POST",
        "/colours/1",
        200,
        "classification_infer",
        "application/x-www-form-urlencoded",
        len(ENCODED),
    )
    assert infer.query == {"api_key": ("[redacted]",), "service_secret": ("[redacted]",), "name": ("photo.jpg",)}
    assert infer.headers["authorization"] == "[redacted]"
    assert (get.status_code, get.operation_id, get.media_type) == (401, "classification_infer_get", None)
    assert get.query == {"api_key": ("[redacted]",), "image": (URL,)}
    assert (delete.status_code, delete.operation_id) == (405, None)
    assert (upload.status_code, upload.media_type, upload.body_bytes > len(RED)) == (200, "multipart/form-data", True)
    assert [text for text in (secret, KEY) if text in repr(emulator.requests)] == []


def test_record_is_bounded() -> None:
    """Only the last 1,000 requests are recorded."""
    emulator = RoboflowEmulator()
    with open_channel("transport", emulator) as channel:
        for number in range(1_010):
            channel.request("DELETE", f"/{number}")
    assert [emulator.requests[0].path, len(emulator.requests)] == ["/10", 1_000]


def test_repr_has_no_key() -> None:
    """An emulator's repr does not contain its key."""
    secret = "rf_very_secret"
    assert secret not in repr(RoboflowEmulator(api_key=secret))


@pytest.mark.parametrize("profile", ["serverless", "classify", "self-hosted"])
def test_client(profile: ProfileName) -> None:
    """The client of an emulator has its key and the host of its profile."""
    emulator = new_emulator(profile)
    with emulator.client() as client:
        top = client.classify(RED, model="colours/1").top
        assert top is not None
        assert top.name == "red"

    async def call() -> str | None:
        async with emulator.async_client() as async_client:
            found = (await async_client.classify(RED, model="colours/1")).top
            return found.name if found else None

    assert asyncio.run(call()) == "red"
    host = {"serverless": "serverless.roboflow.com", "classify": "classify.roboflow.com"}.get(profile, "localhost:9001")
    assert {request.headers["host"] for request in emulator.requests} == {host}
    emulator.verify()


def test_client_options() -> None:
    """The client's options override the emulator's."""
    with new_emulator().client(api_key_in="query", api_key="wrong") as client:
        from visionapis import AuthenticationError

        with pytest.raises(AuthenticationError):
            client.classify(RED, model="colours/1")


def test_public_names() -> None:
    """Every public name can be imported, and other names cannot."""
    assert [name for name in visionapis_testing.__all__ if not hasattr(visionapis_testing, name)] == []
    assert not hasattr(visionapis_testing, "Nothing")


def run(program: str) -> str:
    """Run a program in a new interpreter; return what it prints."""
    command = [sys.executable, "-W", "error", "-c", program]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()


def test_emulator_does_not_import_the_client() -> None:
    """Creating an emulator imports neither httpx, nor a client or its models, nor pydantic."""
    program = (
        "import sys; from visionapis_testing import RoboflowEmulator; RoboflowEmulator();"
        "names = ('httpx', 'visionapis._http', 'visionapis_generated.types', 'pydantic');"
        "print([name for name in names if name in sys.modules])"
    )
    assert run(program) == "[]"
