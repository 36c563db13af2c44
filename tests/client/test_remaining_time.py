"""Each step of a call gets the time that the steps before it have left."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.helpers.limited import limited
from tests.helpers.recording import SINGLE_LABEL, Received, RecordingServer, make_response
from tests.helpers.sessions import async_session, session
from tests.helpers.tls import AUTHORITY, TLSServer
from visionapis import APITimeoutError, AsyncRoboflow, Roboflow
from visionapis._http.retry import RetryPolicy
from visionapis_generated.ximilar.resources import AsyncResources, Resources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KEY = "rf_canary-key-1"
URL = "https://images.example.com/a.png"
SLOW = make_response(SINGLE_LABEL, padding="y" * 6000)  # takes 12 seconds with a pause of 2 ms

both = pytest.mark.parametrize("asynchronous", [False, True])


def list_tasks(url: str, *, asynchronous: bool, **options: Any) -> APITimeoutError:
    """Return the error of a call that may be repeated."""

    async def call_async() -> None:
        async with async_session(url, **options) as session_:
            await AsyncResources(session_).tasks.list()

    def call() -> None:
        with session(url, **options) as session_:
            Resources(session_).tasks.list()

    with pytest.raises(APITimeoutError) as caught:
        asyncio.run(call_async()) if asynchronous else call()
    return caught.value


def seconds_of(call: Callable[[], object]) -> float:
    """Return the duration of a call that times out."""
    start = time.monotonic()
    with limited(30), pytest.raises(APITimeoutError):
        call()
    return time.monotonic() - start


@both
def test_later_attempt_gets_the_rest(asynchronous: bool) -> None:
    """A second attempt ends with the call's timeout, not after another one."""

    def busy(_: Received) -> bytes:
        time.sleep(2.5)
        return make_response("{}", status="503 Busy", retry_after="0")

    with RecordingServer(busy, SLOW, pause=0.002) as server:
        retry = RetryPolicy(max_retries=1)
        start = time.monotonic()
        error = list_tasks(server.url, asynchronous=asynchronous, timeout=3.0, retry=retry)

    assert error.attempts == 2
    assert time.monotonic() - start < 5.3


@both
def test_call_that_waited_for_another_gets_the_rest(asynchronous: bool) -> None:
    """The time in which a call waits for `max_concurrency` is part of its timeout."""

    def first(_: Received) -> bytes:
        time.sleep(2.5)
        return make_response(SINGLE_LABEL)

    elapsed: list[float] = []

    async def calls_async(client: AsyncRoboflow) -> None:
        async with client:
            other = asyncio.create_task(client.infer(URL, model="digits/1"))
            while not server.received:  # noqa: ASYNC110  (of a thread)
                await asyncio.sleep(0.01)
            start = time.monotonic()
            with pytest.raises(APITimeoutError):
                await client.with_options(timeout=3.5).infer(URL, model="digits/1")
            elapsed.append(time.monotonic() - start)
            await other

    def calls(client: Roboflow) -> None:
        with client:
            other = threading.Thread(target=client.infer, args=(URL,), kwargs={"model": "digits/1"})
            other.start()
            while not server.received:
                time.sleep(0.01)
            elapsed.append(seconds_of(lambda: client.with_options(timeout=3.5).infer(URL, model="digits/1")))
            other.join()

    with RecordingServer(first, SLOW, pause=0.002) as server:
        options: Any = {"base_url": server.url, "max_concurrency": 1}
        if asynchronous:
            asyncio.run(calls_async(AsyncRoboflow(**options)))
        else:
            calls(Roboflow(**options))

    assert len(server.received) == 2
    assert elapsed[0] < 5.8


@both
def test_no_connection_becomes_free(asynchronous: bool) -> None:
    """A call that gets no connection of a full pool ends with its timeout, and says that nothing was sent."""
    limits = httpx.Limits(max_connections=1)

    async def call_async(url: str) -> APITimeoutError:
        async with AsyncRoboflow(base_url=url, transport=httpx.AsyncHTTPTransport(limits=limits)) as client:
            other = asyncio.create_task(client.infer(URL, model="digits/1"))
            while not server.received:  # noqa: ASYNC110  (of a thread)
                await asyncio.sleep(0.01)
            with pytest.raises(APITimeoutError) as caught:
                await client.with_options(timeout=0.5, max_retries=0).infer(URL, model="digits/1")
            finished.set()
            await other
        return caught.value

    def call(url: str) -> APITimeoutError:
        with Roboflow(base_url=url, transport=httpx.HTTPTransport(limits=limits)) as client:
            other = threading.Thread(target=client.infer, args=(URL,), kwargs={"model": "digits/1"})
            other.start()
            while not server.received:
                time.sleep(0.01)
            with pytest.raises(APITimeoutError) as caught:
                client.with_options(timeout=0.5, max_retries=0).infer(URL, model="digits/1")
            finished.set()
            other.join()
        return caught.value

    def respond(_: Received) -> bytes:
        finished.wait(10)
        return make_response(SINGLE_LABEL)

    finished = threading.Event()
    with RecordingServer(respond) as server, limited(30):
        error = asyncio.run(call_async(server.url)) if asynchronous else call(server.url)

    assert (error.request_sent, error.attempts, len(server.received)) == (False, 1, 1)


def test_call_within_a_call_leaves_the_deadline() -> None:
    """A key function that makes a call itself does not extend the timeout of the call that needs the key."""
    with RecordingServer() as vault, RecordingServer(SLOW, pause=0.002) as server:

        def key() -> str:
            with Roboflow(base_url=vault.url, timeout=30.0) as client:
                client.infer(URL, model="digits/1")
            return KEY

        with Roboflow(key, base_url=server.url, timeout=1.5) as client:
            elapsed = seconds_of(lambda: client.infer(URL, model="digits/1"))

    assert (len(vault.received), len(server.received)) == (1, 1)
    assert elapsed < 5


def test_no_time_is_left_to_connect() -> None:
    """A key function that takes the whole timeout leaves none to connect: nothing was sent."""

    def key() -> str:
        time.sleep(0.3)
        return KEY

    with RecordingServer() as server:
        with Roboflow(key, base_url=server.url, timeout=0.2) as client, pytest.raises(APITimeoutError) as caught:
            client.infer(URL, model="digits/1")
        assert (caught.value.request_sent, len(server.received)) == (False, 0)


@contextmanager
def relay(target: str, pause: float, greeting: bytes = b"") -> Iterator[str]:
    """Pass the bytes of a server on, one every `pause` seconds, after a greeting in response to a first request."""
    host, _, port = target.rpartition("/")[2].partition(":")
    stopped = threading.Event()

    def copy(source: socket.socket, destination: socket.socket, step: float) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                for start in range(0, len(data), 1 if step else len(data)):
                    destination.sendall(data[start : start + 1] if step else data)
                    if stopped.wait(step):
                        return

    def serve() -> None:
        client, _ = listener.accept()
        with client, socket.create_connection((host, int(port))) as server:
            if greeting:
                client.recv(65536)
                for byte in greeting:
                    with suppress(OSError):
                        client.sendall(bytes([byte]))
                    stopped.wait(pause)
            upstream = threading.Thread(target=copy, args=(client, server, 0.0), daemon=True)
            upstream.start()
            copy(server, client, pause)
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)
            with suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            upstream.join()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        stopped.set()
        thread.join()


@pytest.mark.parametrize("transport", ["synchronous", "httpx", "aiohttp"])
def test_steps_of_a_connection_share_the_timeout(transport: str) -> None:
    """A proxy that agrees slowly leaves less time for the handshake of TLS, of which nothing was sent."""
    greeting = b"HTTP/1.1 200 Connection established\r\n\r\n"
    with TLSServer("trusted") as server, relay(server.url, 2.0 / len(greeting), greeting) as proxy:
        options: Any = {"base_url": server.url, "proxy": f"http://{proxy}", "verify": AUTHORITY, "max_retries": 0}
        error, elapsed = error_of(transport, timeout=3.0, **options)

    assert error.request_sent is False
    assert elapsed < 4.8


@pytest.mark.parametrize("transport", ["synchronous", "httpx"])
def test_handshake_within_tls_ends_at_the_timeout(transport: str) -> None:
    """The handshake with a server over a proxy at https://, whose bytes keep arriving, does not extend the timeout."""
    with TLSServer("trusted") as server, TunnelServer(server.url) as proxy:
        options: Any = {"base_url": server.url, "proxy": proxy.url, "verify": AUTHORITY, "max_retries": 0}
        error, elapsed = error_of(transport, timeout=1.0, **options)

    assert error.request_sent is False
    assert elapsed < 4


class TunnelServer(TLSServer):
    """A proxy at https:// that passes on what a server sends, a byte every 10 ms."""

    def __init__(self, target: str) -> None:
        super().__init__("trusted")
        self._target = target.rpartition("/")[2].partition(":")

    def _respond(self, connection: Any) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with socket.create_connection((self._target[0], int(self._target[2]))) as server:
            server.sendall(connection.recv(65536))
            server.settimeout(5)
            with suppress(OSError):
                for byte in server.recv(65536):
                    connection.sendall(bytes([byte]))
                    time.sleep(0.01)


def error_of(transport: str, **options: Any) -> tuple[APITimeoutError, float]:
    """Return the error of a call that times out, and the call's duration in seconds."""

    async def call_async() -> None:
        async with AsyncRoboflow(KEY, transport=transport, **options) as client:  # type: ignore[arg-type]  # a name
            await client.infer(URL, model="digits/1")

    def call() -> None:
        with Roboflow(KEY, **options) as client:
            client.infer(URL, model="digits/1")

    start = time.monotonic()
    with limited(30), pytest.raises(APITimeoutError) as caught:
        call() if transport == "synchronous" else asyncio.run(call_async())
    return caught.value, time.monotonic() - start


@pytest.mark.parametrize("transport", ["synchronous", "httpx", "aiohttp"])
def test_slow_reader_does_not_extend_the_timeout(transport: str) -> None:
    """A server that keeps reading a large body, slowly, does not extend the timeout."""
    image = b"\x89PNG\r\n\x1a\n" + bytes(24_000_000)
    stopped = threading.Event()

    def read_slowly() -> None:
        connection, _ = listener.accept()
        with connection, suppress(OSError):
            while connection.recv(65536) and not stopped.wait(0.015):
                pass

    async def call_async(client: AsyncRoboflow) -> None:
        async with client:
            await client.infer(image, model="digits/1")

    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        thread = threading.Thread(target=read_slowly, daemon=True)
        thread.start()
        options: Any = {
            "base_url": f"http://127.0.0.1:{listener.getsockname()[1]}",
            "timeout": 1.5,
            "max_image_bytes": None,
            "max_retries": 0,
        }
        if transport == "synchronous":
            with Roboflow(**options) as client:
                elapsed = seconds_of(lambda: client.infer(image, model="digits/1"))
        else:
            asynchronous = AsyncRoboflow(transport=transport, **options)  # type: ignore[arg-type]  # a name
            elapsed = seconds_of(lambda: asyncio.run(call_async(asynchronous)))
        stopped.set()
        thread.join()

    assert elapsed < 5
