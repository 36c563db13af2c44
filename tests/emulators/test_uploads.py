"""A thousand uploads at once."""

from __future__ import annotations

import asyncio
import resource
from typing import TYPE_CHECKING

import httpx
import pytest

from emulators.imagerecognize import FIELDS, KEY, PATH, STREET, taught

if TYPE_CHECKING:
    from collections.abc import Iterator

UPLOADS = 1_000


@pytest.fixture
def _enough_sockets() -> Iterator[None]:
    """Both ends of each connection are open in this process."""
    least, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(least, 4 * UPLOADS), most), most))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (least, most))


@pytest.mark.usefixtures("_enough_sockets")
def test_thousand_uploads_at_once() -> None:
    """All are answered, when all have sent half of their bodies before any sends the rest."""
    form = {"apikey": KEY, "type": "objects", **FIELDS["objects"]}
    request = httpx.Request("POST", f"http://emulator{PATH}", data=form, files={"file": STREET + bytes(50_000)})
    body = request.read()
    lines = [b"POST %s HTTP/1.1" % PATH.encode(), *(b": ".join(header) for header in request.headers.raw)]
    head = b"\r\n".join([*lines, b"connection: close", b"", b""])

    async def upload(port: int, half: asyncio.Barrier) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(head + body[:25_000])
        await writer.drain()
        await half.wait()
        writer.write(body[25_000:])
        answer = await reader.read()
        writer.close()
        await writer.wait_closed()
        return answer.partition(b"\r\n")[0]

    async def upload_all(port: int) -> list[bytes]:
        half = asyncio.Barrier(UPLOADS)
        return await asyncio.gather(*(upload(port, half) for _ in range(UPLOADS)))

    emulator = taught(quota=UPLOADS)
    with emulator.serve() as url:
        statuses = asyncio.run(upload_all(httpx.URL(url).port or 0))
    assert (set(statuses), len(statuses), emulator.quota) == ({b"HTTP/1.1 200 OK"}, UPLOADS, 0)
    emulator.verify()
