"""Names that are resolved slowly, and hosts of which some addresses do not respond."""

from __future__ import annotations

import asyncio
import socket
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.recording import RecordingServer
from visionapis import APITimeoutError, AsyncRoboflow, Roboflow

if TYPE_CHECKING:
    from collections.abc import Callable

URL = "https://images.example.com/a.png"
RESOLVE = socket.getaddrinfo


def _sync(url: str) -> None:
    with Roboflow(base_url=url, timeout=1.5, max_retries=0) as client:
        client.infer(URL, model="digits/1")


def _async(url: str, transport: Any = "httpx") -> None:
    async def run() -> None:
        async with AsyncRoboflow(base_url=url, timeout=1.5, max_retries=0, transport=transport) as client:
            await client.infer(URL, model="digits/1")

    asyncio.run(run())


CLIENTS: dict[str, Callable[[str], None]] = {
    "synchronous": _sync,
    "asynchronous": _async,
    "aiohttp": lambda url: _async(url, "aiohttp"),
}


def test_slow_resolver_does_not_extend_the_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sync call whose host is resolved too late ends within its time, and has sent nothing."""

    def resolve(host: str, *arguments: Any, **options: Any) -> Any:
        if options.get("flags") != socket.AI_NUMERICHOST:
            time.sleep(4)
        return RESOLVE(host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    start = time.monotonic()
    with pytest.raises(APITimeoutError) as caught:
        _sync("http://localhost:9")

    assert time.monotonic() - start < 3.8
    assert caught.value.request_sent is False


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("alive", [False, True])
def test_addresses_that_do_not_respond(client: str, alive: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The addresses of a host share the time of a call, so that one behind two dead ones is reached."""
    with ExitStack() as stack:
        server = stack.enter_context(RecordingServer())
        port = int(server.url.rpartition(":")[2])
        dead = ["127.0.0.2", "127.0.0.3"]
        for address in dead:
            listener = stack.enter_context(socket.create_server((address, port), backlog=0))
            for _ in range(4):  # a full queue, so that further attempts get no response
                waiting = stack.enter_context(socket.socket())
                waiting.setblocking(False)  # noqa: FBT003  (the standard library's signature)
                waiting.connect_ex(listener.getsockname())

        def resolve(host: str, *arguments: Any, **options: Any) -> Any:
            if host != "several.localhost":
                return RESOLVE(host, *arguments, **options)
            if options.get("flags", 0) & socket.AI_NUMERICHOST:
                raise socket.gaierror
            addresses = [*dead, *(["127.0.0.1"] if alive else [])]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in addresses]

        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        url, start = f"http://several.localhost:{port}", time.monotonic()
        if alive:
            CLIENTS[client](url)
        else:
            with pytest.raises(APITimeoutError) as caught:
                CLIENTS[client](url)
            assert caught.value.request_sent is False
            assert time.monotonic() - start < 3.8
        assert len(server.received) == alive
