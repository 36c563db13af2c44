"""Behaviour that every transport has in common."""

from __future__ import annotations

import asyncio
import gc
import gzip
import socket
import time
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.helpers.recording import Received, RecordingServer, make_response

from .transports import TRANSPORTS, outcomes, request

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

LOST_ERRORS = (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)

each_transport = pytest.mark.parametrize("transport", TRANSPORTS)


@each_transport
@pytest.mark.parametrize("earlier", [0, 1], ids=["new connection", "reused connection"])
@pytest.mark.parametrize("method", ["POST", "DELETE", "GET"])
def test_lost_request_is_not_repeated(transport: str, earlier: int, method: str) -> None:
    """A request whose connection is closed after it was read is sent once, and raises a connection error."""
    with RecordingServer(*[make_response("{}")] * earlier, b"") as server:
        *_, last = outcomes(transport, *[request(method, server.url, content=b"x")] * earlier, _request(method, server))

    assert isinstance(last, LOST_ERRORS), last
    assert len(server.received) == earlier + 1


def _request(method: str, server: RecordingServer) -> httpx.Request:
    return request(method, server.url, content=b"body" if method == "POST" else None)


@each_transport
def test_truncated_response_is_not_repeated(transport: str) -> None:
    """A truncated response raises a connection error, and its request is sent once."""
    with RecordingServer(make_response("half", content_length="8")) as server:
        (outcome,) = outcomes(transport, request("GET", server.url))

    assert isinstance(outcome, LOST_ERRORS)
    assert len(server.received) == 1


@each_transport
def test_refused_connection_raises_connect_error(transport: str) -> None:
    """A refused connection raises ConnectError."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    (outcome,) = outcomes(transport, request("POST", url, content=b"x"))

    assert type(outcome) is httpx.ConnectError
    assert "url" not in str(outcome)


@each_transport
def test_failed_tls_handshake_raises_connect_error(transport: str) -> None:
    """A server without TLS receives no request over https."""
    with RecordingServer(make_response("{}")) as server:
        url = server.url.replace("http:", "https:")
        (outcome,) = outcomes(transport, request("POST", url, timeout=0.3, content=b"x"))

    assert isinstance(outcome, (httpx.ConnectError, httpx.ConnectTimeout))
    assert server.received == []


@each_transport
def test_silent_server_raises_read_timeout(transport: str) -> None:
    """A server that never responds raises ReadTimeout."""
    with RecordingServer(silent=True) as server:
        (outcome,) = outcomes(transport, request("POST", server.url, timeout=0.3, content=b"x"))

    assert type(outcome) is httpx.ReadTimeout


@each_transport
def test_stuck_upload_raises_write_timeout(transport: str) -> None:
    """A server that does not read the body raises WriteTimeout."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        (outcome,) = outcomes(transport, request("POST", url, timeout=0.3, content=b"x" * 50_000_000))
        gc.collect()  # warns of a connection that is still open

    assert type(outcome) is httpx.WriteTimeout


@each_transport
def test_full_backlog_raises_connect_timeout(transport: str) -> None:
    """A server that does not accept the connection raises ConnectTimeout."""
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for waiting in (first, second):
            waiting.setblocking(False)  # noqa: FBT003  (the standard library's signature)
            waiting.connect_ex(full.getsockname())
        time.sleep(0.1)
        url = f"http://127.0.0.1:{full.getsockname()[1]}"
        (outcome,) = outcomes(transport, request("POST", url, timeout=0.3, content=b"x"))

    assert type(outcome) is httpx.ConnectTimeout


def _varied_requests(url: str) -> Iterator[httpx.Request]:
    yield request(
        "GET", f"{url}/a%2Fb//%7Ed%41/?x=%20&%3d=%7e&y=a+b&z=%C3%A9&z=~!*'()", headers={"X-Case": "Kept", "a": "1"}
    )
    yield request("GET", f"{url}?empty=&=")
    yield request(
        "POST", f"{url}/json", json={"a": "\u00e9"}, headers=[(b"X-Raw", "\u00e9".encode()), (b"X-Raw", b"2")]
    )
    yield request("POST", f"{url}/empty")
    yield request("PUT", f"{url}/form", data={"a": ["1", "2"]})
    yield request("POST", f"{url}/large", content=b"\x00\xff" * 100_000)
    yield request(
        "PATCH",
        f"{url}/multipart",
        files={"file": ("a.png", b"content" * 20_000, "image/png")},
        headers={"Content-Type": "multipart/form-data; boundary=fixed"},
    )


def test_transports_send_the_same_bytes() -> None:
    """All transports send the same targets, headers in order, and bodies."""
    sent_by_transport: dict[str, list[tuple[str, str, list[tuple[str, str]], bytes]]] = {}
    with RecordingServer(make_response("{}")) as server:
        for transport in TRANSPORTS:
            outcomes(transport, *_varied_requests(server.url))
            sent_by_transport[transport] = [_comparable(each) for each in server.received]
            server.received.clear()

    assert len(sent_by_transport["synchronous"]) == 7
    assert sent_by_transport["asynchronous"] == sent_by_transport["synchronous"]
    assert sent_by_transport["aiohttp"] == sent_by_transport["synchronous"]


def _comparable(each: Received) -> tuple[str, str, list[tuple[str, str]], bytes]:
    return each.method, each.target, list(each.headers.items()), each.body


@each_transport
def test_responses_are_not_processed(transport: str) -> None:
    """Redirects are not followed, cookies not kept, and gzip is decoded once, by httpx."""
    redirect = make_response("", status="302 Elsewhere", location="/other", set_cookie="a=b")
    compressed = make_response("", **{"content-length": "0"}).replace(
        b"length: 0", b"length: %d" % len(gzip.compress(b"{}", mtime=0))
    )
    compressed = compressed.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\nX-Two: 1\r\nX-Two: 2\r\n\r\n")
    with RecordingServer(redirect, compressed + gzip.compress(b"{}", mtime=0)) as server:
        results = outcomes(transport, request("GET", server.url), request("GET", server.url))

    first, second = [each for each in results if isinstance(each, httpx.Response)]
    assert (first.status_code, first.reason_phrase, first.headers["location"]) == (302, "Elsewhere", "/other")
    assert [each.path for each in server.received] == ["/", "/"]
    assert "cookie" not in server.received[1].headers
    assert second.content == b"{}"
    assert second.headers.get_list("x-two") == ["1", "2"]
    assert (b"Content-Encoding", b"gzip") in second.headers.raw


@each_transport
def test_invalid_response_raises_protocol_error(transport: str) -> None:
    """A server of another protocol raises RemoteProtocolError."""
    with RecordingServer(b"SSH-2.0-server\r\n\r\n") as server:
        (outcome,) = outcomes(transport, request("GET", server.url))

    assert type(outcome) is httpx.RemoteProtocolError


class Body(httpx.AsyncByteStream):
    """A streamed body that may fail after its last chunk."""

    def __init__(self, *chunks: bytes, failure: Exception | None = None) -> None:
        """Pass `failure` to raise it after the chunks."""
        self._chunks = chunks
        self._failure = failure

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self._chunks:
            yield chunk
        if self._failure:
            raise self._failure


@pytest.mark.parametrize("transport", ["asynchronous", "aiohttp"])
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (Body(b"12345", failure=FileNotFoundError("gone")), FileNotFoundError),
        (Body(b"12345", failure=KeyError("gone")), KeyError),
        (Body(b"12345"), httpx.LocalProtocolError),
        (Body(b"12345", b"678901"), httpx.LocalProtocolError),
    ],
    ids=["deleted file", "any exception", "too short", "too long"],
)
def test_failing_body_raises_its_error(transport: str, body: Body, expected: type[Exception]) -> None:
    """The exception of a body, or a wrong length, is raised, and no complete request is sent."""
    with RecordingServer(make_response("{}")) as server:
        headers = {"Host": "localhost", "Content-Length": "10"}
        (outcome,) = outcomes(transport, request("POST", server.url, headers=headers, stream=body))

    # httpx's own transport raises the exception of a library below it.
    assert type(outcome).__name__ == expected.__name__
    assert server.received == []


@pytest.mark.parametrize("transport", ["asynchronous", "aiohttp"])
@pytest.mark.parametrize("sent", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"], ids=["headers", "body"])
def test_cancelled_call_closes_its_connection(transport: str, sent: bytes) -> None:
    """The connection of a cancelled call is closed at once."""

    async def main() -> bool:
        received, ended = asyncio.Event(), asyncio.Event()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(sent)
            received.set()
            await reader.read()
            ended.set()
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        instance = TRANSPORTS[transport]()
        assert isinstance(instance, httpx.AsyncBaseTransport)

        async def call() -> None:
            response = await instance.handle_async_request(request("GET", f"http://127.0.0.1:{port}"))
            try:
                await response.aread()
            finally:
                await response.aclose()

        port = server.sockets[0].getsockname()[1]
        task = asyncio.create_task(call())
        await received.wait()
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(ended.wait(), 3)
        await instance.aclose()
        server.close()
        return ended.is_set()

    assert asyncio.run(main())
