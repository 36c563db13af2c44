"""`max_response_bytes` limits the content of a response, decompressed, and so the memory that a call takes."""

from __future__ import annotations

import asyncio
import gzip
import json
import tracemalloc
import zlib
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from visionapis import AsyncRoboflow, ResponseDecodeError, Roboflow, ServerError, VisionAPIError

if TYPE_CHECKING:
    from collections.abc import Callable

URL = "https://images.example.com/a.png"
LIMIT = 2**20
LABEL = json.dumps(SINGLE_LABEL).encode()


def _sync(url: str, **options: Any) -> object:
    with Roboflow(base_url=url, max_retries=0, **options) as client:
        return client.infer(URL, model="digits/1")


def _async(url: str, **options: Any) -> object:
    async def run() -> object:
        async with AsyncRoboflow(base_url=url, max_retries=0, **options) as client:
            return await client.infer(URL, model="digits/1")

    return asyncio.run(run())


CLIENTS: dict[str, Callable[..., object]] = {
    "synchronous": _sync,
    "given transport": lambda url, **options: _sync(url, transport=httpx.HTTPTransport(), **options),
    "asynchronous": _async,
    "given async transport": lambda url, **options: _async(url, transport=httpx.AsyncHTTPTransport(), **options),
    "aiohttp": lambda url, **options: _async(url, transport="aiohttp", **options),
}


def raw_deflate(data: bytes) -> bytes:
    """Compress without the header of zlib."""
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return compressor.compress(data) + compressor.flush()


def chunked(chunk: bytes, count: int) -> bytes:
    """Return a response in chunks, without its end."""
    return b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + (b"%x\r\n%b\r\n" % (len(chunk), chunk)) * count


ZEROS = bytes(24 * LIMIT)
# Each has more than the limit: as it is sent, decompressed once, or decompressed twice.
TOO_LARGE = {
    "plain": make_response(ZEROS),
    "endless chunks": chunked(bytes(65536), 100),
    "gzip": make_response(gzip.compress(ZEROS), content_encoding="gzip"),
    "deflate": make_response(zlib.compress(ZEROS), content_encoding="deflate"),
    "raw deflate": make_response(raw_deflate(ZEROS), content_encoding="deflate"),
    "members of gzip": make_response(gzip.compress(bytes(LIMIT // 2)) * 40, content_encoding="x-gzip"),
    "gzip twice": make_response(gzip.compress(gzip.compress(ZEROS)), content_encoding="gzip, gzip"),
    "members of nothing": make_response(gzip.compress(gzip.compress(b"") * 53_000), content_encoding="gzip, gzip"),
}


@pytest.mark.parametrize(
    ("name", "client"),
    [(name, client) for name in TOO_LARGE for client in CLIENTS if name == "gzip" or "given" not in client],
)
def test_large_response_is_refused(name: str, client: str) -> None:
    """A response above the limit raises an error that names the limit, and takes at most twice its memory."""
    with RecordingServer(TOO_LARGE[name]) as server:
        with pytest.raises(ResponseDecodeError):  # what is imported on first use
            CLIENTS[client](server.url, max_response_bytes=LIMIT)
        tracemalloc.start()
        try:
            with pytest.raises(ResponseDecodeError) as caught:
                CLIENTS[client](server.url, max_response_bytes=LIMIT)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    error = caught.value
    assert str(error) == (
        "classification_infer_url: the response is larger than max_response_bytes, which is 1,048,576 (status 200)"
    )
    assert (error.status_code, error.operation, error.attempts, error.body) == (
        200,
        "classification_infer_url",
        1,
        None,
    )
    assert error.hint == "raise max_response_bytes"
    assert peak < 2 * LIMIT


CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "gzip": gzip.compress,
    "deflate": raw_deflate,
    "deflate, gzip": lambda data: gzip.compress(zlib.compress(data)),
}


@pytest.mark.parametrize("client", ["synchronous", "asynchronous", "aiohttp"])
@pytest.mark.parametrize("coding", CODINGS)
def test_limit_is_inclusive(coding: str, client: str) -> None:
    """A response of exactly the limit is read, and one that is a byte larger is not."""
    reply = make_response(CODINGS[coding](LABEL + b" " * 1000), content_encoding=coding or "identity")
    size = len(LABEL) + 1000
    with RecordingServer(reply) as server:
        CLIENTS[client](server.url, max_response_bytes=size)
        with pytest.raises(ResponseDecodeError, match="max_response_bytes"):
            CLIENTS[client](server.url, max_response_bytes=size - 1)


@pytest.mark.parametrize("client", ["synchronous", "asynchronous"])
def test_status_is_kept(client: str) -> None:
    """An error status whose body is too large raises the error of the status."""
    reply = make_response(ZEROS, status="500 Internal Server Error")
    with RecordingServer(reply) as server, pytest.raises(ServerError, match=r"status 500: .* max_response_bytes"):
        CLIENTS[client](server.url, max_response_bytes=LIMIT)


COMPRESSED = gzip.compress(LABEL)
# Bodies of gzip, and whether they are complete.
GZIP = {
    "two members": (gzip.compress(LABEL[:20]) + gzip.compress(LABEL[20:]), True),
    "padding": (COMPRESSED + bytes(5), True),
    "one byte behind the end": (COMPRESSED + b"x", True),
    "something behind the end": (COMPRESSED + b"something else", True),
    "no end": (COMPRESSED[:-1], False),
    "second member without end": (COMPRESSED + gzip.compress(b" " * 99)[:-1], False),
    "one byte": (COMPRESSED[:1], False),
}


@pytest.mark.parametrize("pause", [0.0, 0.0001])
@pytest.mark.parametrize("name", GZIP)
def test_gzip_is_read_to_its_end(name: str, pause: float) -> None:
    """All members of gzip are read, however they arrive; what is cut off raises an error."""
    body, complete = GZIP[name]
    with RecordingServer(make_response(body, content_encoding="gzip"), pause=pause) as server:
        if complete:
            _sync(server.url)
        else:
            with pytest.raises(ResponseDecodeError, match="decompressed"):
                _sync(server.url)


def test_decompression_ends_with_the_time() -> None:
    """A call ends within its time also while it decompresses."""
    bomb = make_response(gzip.compress(bytes(2**28), 1), content_encoding="gzip")
    with RecordingServer(bomb) as server:
        for client in ("synchronous", "asynchronous", "aiohttp"):
            with pytest.raises(VisionAPIError, match=r"within 0\.1 s"):
                CLIENTS[client](server.url, timeout=0.1, max_response_bytes=2**40)
