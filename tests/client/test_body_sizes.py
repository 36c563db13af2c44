"""Requests of sizes at the borders of the chunks in which they are sent: every byte arrives."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.helpers.recording import Received, RecordingServer
from tests.helpers.tls_recording import CA, TLSRecordingServer
from visionapis import AsyncRoboflow, Roboflow

from .proxied import TRANSPORTS
from .proxied import no_proxies as no_proxies

pytestmark = pytest.mark.usefixtures("no_proxies")

HELD = 16_384  # up to this many bytes, head and body are one write
CHUNK = 65_536
SIZES = [edge + extra for edge in (HELD, CHUNK, 2 * CHUNK) for extra in (-1, 0, 1)]


def send(transport: str, url: str, bodies: list[str]) -> None:
    """Send requests with these bodies over one client."""

    async def send_async() -> None:
        async with AsyncRoboflow(base_url=url, transport=transport, verify=CA, timeout=10.0) as client:  # type: ignore[arg-type]  # a name
            for body in bodies:
                await client.classification.infer_base64("a", "1", image_base64=body)

    if transport != "synchronous":
        asyncio.run(send_async())
        return
    with Roboflow(base_url=url, verify=CA, timeout=10.0) as client:
        for body in bodies:
            client.classification.infer_base64("a", "1", image_base64=body)


def head_size(request: Received) -> int:
    """Return the size of the request line and the headers as they were sent."""
    lines = [
        f"{request.method} {request.target} HTTP/1.1",
        *(f"{name}: {each}" for name, each in request.headers.items()),
    ]
    return sum(len(line) + 2 for line in lines) + 2


@pytest.mark.parametrize("server_class", [RecordingServer, TLSRecordingServer])
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_every_byte_arrives(transport: str, server_class: Any) -> None:
    """A body, or a request with its head, of about the size of a chunk arrives as it is, the last byte included."""
    with server_class() as server:
        send(transport, server.url, ["x" * 20_000])
        head = head_size(server.received[0])  # content-length has five digits, or one more
        sizes = sorted({0, 1, *SIZES, *(size - head - more for size in SIZES for more in (0, 1))} - {0})
        bodies = [f"{'x' * (size - 1)}y" for size in sizes]
        send(transport, server.url, bodies)

    received = [(len(each.body), each.body[-1:], int(each.headers["content-length"])) for each in server.received[1:]]
    assert received == [(size, b"y", size) for size in sizes]
    totals = {head_size(each) + len(each.body) for each in server.received}
    assert set(SIZES) <= totals
