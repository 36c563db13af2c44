"""A thousand uploads at once."""

from __future__ import annotations

import asyncio
import resource
from typing import TYPE_CHECKING

import httpx
import pytest

from .channels import RED
from .targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Iterator

UPLOADS = 1_000
HALF = 25_000


@pytest.fixture
def _enough_sockets() -> Iterator[None]:
    """Both ends of each connection are open in this process."""
    least, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(least, 4 * UPLOADS), most), most))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (least, most))


@pytest.mark.usefixtures("_enough_sockets")
@pytest.mark.parametrize("vendor", TARGETS)
def test_thousand_uploads_at_once(vendor: str) -> None:
    """All are answered, when all have sent half of their bodies before any sends the rest."""
    target = TARGETS[vendor]
    place = b"a place of its own"
    headers = {**target.headers, "connection": "close"}
    parts = target.parts(RED + bytes(2 * HALF) + place)
    request = httpx.Request("POST", f"http://emulator{target.path}", files=parts, headers=headers)
    lines = [b"POST %s HTTP/1.1" % target.path.encode(), *(b": ".join(header) for header in request.headers.raw)]
    whole = b"\r\n".join([*lines, b"", request.read()])

    async def upload(port: int, number: int, half: asyncio.Barrier) -> bytes:
        content = whole.replace(place, number.to_bytes(len(place)))  # Ximilar refuses a picture that it has
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(content[:HALF])
        await writer.drain()
        await half.wait()
        writer.write(content[HALF:])
        answer = await reader.read()
        writer.close()
        await writer.wait_closed()
        return answer[len(b"HTTP/1.1 ") :][:3]

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
