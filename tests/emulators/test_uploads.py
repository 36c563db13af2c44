"""A thousand concurrent uploads."""

from __future__ import annotations

import asyncio
import resource
from typing import TYPE_CHECKING

import httpx
import pytest

from .channels import RED
from .targets import each_uploader, target_of

if TYPE_CHECKING:
    from collections.abc import Iterator

UPLOADS = 1_000
HALF = 25_000


@pytest.fixture
def _enough_sockets() -> Iterator[None]:
    """Raise the limit of open files: both ends of each connection are in this process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, 4 * UPLOADS), hard), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.usefixtures("_enough_sockets")
@each_uploader
def test_thousand_concurrent_uploads(vendor: str) -> None:
    """All get their response if all send half of their bodies before any sends the rest."""
    target = target_of(vendor)
    marker = b"a number of its own"
    headers = {**target.headers, "connection": "close"}
    parts = target.parts(RED + bytes(2 * HALF) + marker)
    request = httpx.Request("POST", f"http://emulator{target.path}", files=parts, headers=headers)
    lines = [b"POST %s HTTP/1.1" % target.path.encode(), *(b": ".join(header) for header in request.headers.raw)]
    message = b"\r\n".join([*lines, b"", request.read()])

    async def upload(port: int, number: int, half: asyncio.Barrier) -> bytes:
        content = message.replace(marker, number.to_bytes(len(marker)))  # Ximilar rejects duplicates
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(content[:HALF])
        await writer.drain()
        await half.wait()
        writer.write(content[HALF:])
        response = await reader.read()
        writer.close()
        await writer.wait_closed()
        return response[len(b"HTTP/1.1 ") :][:3]

    async def upload_all(port: int) -> list[bytes]:
        half = asyncio.Barrier(UPLOADS)
        return await asyncio.gather(*(upload(port, number, half) for number in range(UPLOADS)))

    emulator = target.emulator()
    with emulator.serve() as url:
        statuses = asyncio.run(upload_all(httpx.URL(url).port or 0))
    assert (set(statuses), len(statuses)) == ({b"201" if vendor == "ximilar" else b"200"}, UPLOADS)
    assert [each for each in emulator.requests if each.body_bytes < 2 * HALF] == []
    assert len(emulator.requests) == UPLOADS
    emulator.verify()
