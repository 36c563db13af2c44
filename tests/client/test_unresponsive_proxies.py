"""Proxies that accept a connection, and then do not connect to the server: nothing was sent to it."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest

from visionapis import APIConnectionError, APITimeoutError, AsyncRoboflow, Roboflow

from .proxied import no_proxies as no_proxies

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.usefixtures("no_proxies"),
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),  # httpcore leaves its socket open
]

URL = "https://images.example.com/a.png"
GREETING = b"\x05\x00"


@contextmanager
def proxy(behaviour: str) -> Iterator[str]:
    """Run a proxy that is silent, also after a greeting of SOCKS, or resets the connection; yield its host and port."""
    stopped = threading.Event()

    def serve() -> None:
        with suppress(OSError):  # of the closed listener
            while True:
                connection, _ = listener.accept()
                with connection:
                    connection.recv(1000)
                    if behaviour == "greets":
                        connection.sendall(GREETING)
                    if behaviour == "resets":
                        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    else:
                        stopped.wait(20)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        stopped.set()
        listener.shutdown(socket.SHUT_RDWR)  # ends accept() at once
        thread.join()


def failure(transport: Any, **options: Any) -> APIConnectionError:
    """Return the error of a call to a server that only the proxy could reach."""
    options |= {"base_url": "https://api.internal", "timeout": 0.5, "max_retries": 0}

    async def call_async() -> None:
        async with AsyncRoboflow("key", transport=transport, **options) as client:
            await client.infer(URL, model="digits/1")

    def call() -> None:
        with Roboflow("key", **options) as client:
            client.infer(URL, model="digits/1")

    with pytest.raises(APIConnectionError) as caught:
        call() if transport == "threads" else asyncio.run(call_async())
    return caught.value


@pytest.mark.parametrize(
    ("transport", "scheme", "behaviour"),
    [
        *(
            (each, "socks5", behaviour)
            for each in ("threads", "httpx")
            for behaviour in ("is silent", "greets", "resets")
        ),
        *(
            (each, "http", behaviour)
            for each in ("threads", "httpx", "aiohttp")
            for behaviour in ("is silent", "resets")
        ),
    ],
)
def test_nothing_was_sent(transport: Any, scheme: str, behaviour: str) -> None:
    """The error says that the request was not sent, and one of a timeout that there was no connection."""
    with proxy(behaviour) as address:
        error = failure(transport, proxy=f"{scheme}://{address}")

    assert error.request_sent is False
    assert isinstance(error, APITimeoutError) == (behaviour != "resets")
    if behaviour != "resets":
        route = f"https://api.internal over the proxy {scheme}://{address}"
        assert str(error) == f"classification_infer_url: cannot connect to {route} within 0.5 s"
