"""Hosts with more addresses of one family than of the other."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest

from tests.helpers.recording import RecordingServer
from visionapis import AsyncRoboflow, Roboflow

IMAGE = "https://images.example.com/a.png"
RESOLVE = socket.getaddrinfo
V6, DEAD, ALIVE = "::1", "127.0.0.2", "127.0.0.1"


@pytest.mark.parametrize("transport", ["synchronous", "httpx", "aiohttp"])
@pytest.mark.parametrize(
    "addresses", [[V6, DEAD, ALIVE], [DEAD, ALIVE, V6], [DEAD, V6, ALIVE], [V6, V6, ALIVE], [ALIVE, V6, V6]]
)
def test_every_address_is_tried(addresses: list[str], transport: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address that accepts connections is found, wherever it stands among those that refuse them."""

    def resolve(host: str, port: int, *arguments: Any, **options: Any) -> Any:
        if host != "several.localhost":
            return RESOLVE(host, port, *arguments, **options)
        if options.get("flags", 0) & socket.AI_NUMERICHOST:
            raise socket.gaierror
        return [RESOLVE(each, port, type=socket.SOCK_STREAM)[0] for each in addresses]

    async def call(url: str) -> None:
        async with AsyncRoboflow(base_url=url, max_retries=0, transport=transport) as client:
            await client.classify(IMAGE, model="digits/1")

    def call_sync(url: str) -> None:
        with Roboflow(base_url=url, max_retries=0) as client:
            client.classify(IMAGE, model="digits/1")

    with RecordingServer() as server:
        url = server.url.replace(ALIVE, "several.localhost")
        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        call_sync(url) if transport == "synchronous" else asyncio.run(call(url))

    assert len(server.received) == 1
