"""Uploads and responses that are streamed stay streams, and are judged when they end."""

from __future__ import annotations

import asyncio
import io
import pickle
from typing import TYPE_CHECKING, Any

import httpx
import requests

from visionapis_testing.observing.bodies import MAX_BODY_BYTES

from .judged import JSON, address, counts, observed
from .server import KEY, WRONG

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path


def test_uploads_of_httpx(url: str, tmp_path: Path) -> None:
    """Files and generators are read while they are sent, once, and what they send is judged."""
    (tmp_path / "photo.png").write_bytes(b"\x89PNG" * 10)
    taken: list[int] = []

    def chunks() -> Iterator[bytes]:
        for number in range(3):
            taken.append(number)
            yield b'{"name": 5}'[number * 4 : number * 4 + 4]

    with httpx.Client(headers=KEY) as client, (tmp_path / "photo.png").open("rb") as file:
        traffic = observed(client, url)
        request = client.build_request("POST", address(url), content=chunks(), headers=JSON)
        assert taken == []
        assert client.send(request).content == b'{"name": 5}'
        assert taken == [0, 1, 2]
        sent = client.post(address(url), files={"file": file}, data={"x": "1"})
        assert sent.headers["x-length"] == sent.request.headers["content-length"]

    assert {each.pointer for each in traffic.broken_requests if each.rule == "body"} == {"/name", "/type"}


def test_uploads_of_requests(url: str, tmp_path: Path) -> None:
    """Files and generators are read while they are sent, once, and what they send is judged."""
    (tmp_path / "body.json").write_text('{"name": 5}')
    headers = {**KEY, **JSON}
    with requests.Session() as session:
        traffic = observed(session, url)
        bodies: list[Any] = [
            (tmp_path / "body.json").open("rb"),
            io.BytesIO(b'{"name": 5}'),
            iter([b'{"name"', b": 5}"]),
            '{"name": 5}',
        ]
        for body in bodies:
            response = session.post(address(url), data=body, headers=headers)
            assert response.content == b'{"name": 5}'
            assert response.request.body is body
        bodies[0].close()

    assert {each.pointer for each in traffic.broken_requests} == {"/name", "/type"}


def test_large_upload(url: str) -> None:
    """Of an upload above the limit the body is not judged, the rest is."""

    def chunks() -> Iterator[bytes]:
        for _ in range(5):
            yield b" " * (MAX_BODY_BYTES // 4)

    with httpx.Client(headers=KEY) as client:
        traffic = observed(client, url)
        response = client.post(f"{address(url)}?surprise=1", content=chunks(), headers=JSON)

    assert response.headers["x-length"] == str(5 * (MAX_BODY_BYTES // 4))
    assert {each.rule for each in traffic.broken_requests} <= {"query"}


def test_streams_of_httpx(url: str) -> None:
    """A streamed response stays one; it is judged when it was read, or without its body when it is closed."""
    with httpx.Client(headers=KEY) as client:
        traffic = observed(client, url)
        with client.stream("GET", f"{url}wrong") as response:
            assert not response.is_stream_consumed
            assert counts(traffic) == (0, 0)
            assert b"".join(response.iter_raw()) == WRONG
            assert counts(traffic) == (1, 1)
        with client.stream("GET", f"{url}wrong") as response:
            pass
        assert counts(traffic) == (2, 1)
        left = client.send(client.build_request("GET", f"{url}wrong"), stream=True)
        assert counts(traffic) == (2, 1)
        traffic.close()
        assert counts(traffic) == (3, 1)
        assert left.read() == WRONG


def test_streams_of_async_httpx(url: str) -> None:
    """The same for an async client."""

    async def stream() -> None:
        async with httpx.AsyncClient(headers=KEY) as client:
            traffic = observed(client, url)
            async with client.stream("GET", f"{url}wrong") as response:
                assert [each async for each in response.aiter_lines()] == [WRONG.decode()]
            async with client.stream("GET", f"{url}large") as response:
                async for _ in response.aiter_bytes(10):
                    break
            assert counts(traffic) == (2, 1)

            async def chunks() -> AsyncIterator[bytes]:
                yield b'{"name": 5}'

            await client.post(address(url), content=chunks(), headers=JSON)
            assert {each.pointer for each in traffic.broken_requests} == {"/name", "/type"}

    asyncio.run(stream())


def test_streams_of_requests(url: str) -> None:
    """The same for a session of requests, however its response is read."""
    with requests.Session() as session:
        session.headers.update(KEY)
        traffic = observed(session, url)
        with session.get(f"{url}gzip", stream=True) as response:
            assert counts(traffic) == (0, 0)
            assert b"".join(response.iter_content(7)) == WRONG
        assert counts(traffic) == (1, 1)
        assert list(session.get(f"{url}wrong", stream=True).iter_lines(decode_unicode=True)) == [WRONG.decode()]
        assert counts(traffic) == (2, 2)
        with session.get(f"{url}wrong", stream=True) as response:
            assert response.raw.read() == WRONG
        assert counts(traffic) == (3, 2)
        with session.get(f"{url}large", stream=True) as response:
            assert len(next(response.iter_content(100))) == 100
        assert counts(traffic) == (4, 2)
        assert session.get(f"{url}wrong", stream=True).json()["count"] == "many"
        assert b"".join(session.get(f"{url}wrong", stream=True).iter_content(7)) == WRONG
        assert counts(traffic) == (6, 4)
        left = session.get(f"{url}wrong", stream=True)
        other = observed(session, url)
        both = session.get(f"{url}wrong", stream=True)
        assert pickle.loads(pickle.dumps(both)).content == WRONG
        assert (type(both), repr(type(left))) == (requests.Response, repr(requests.Response))
        assert (counts(traffic), counts(other)) == ((7, 5), (1, 1))
        left.close()
        assert type(left) is requests.Response
        assert counts(traffic) == (8, 5)
