"""What holds for every transport that is offered: httpx's own, synchronous and not, and the one over aiohttp."""

from __future__ import annotations

import asyncio
import gc
import gzip
import socket
import sys
import time
from typing import TYPE_CHECKING, TypeAlias

import httpx
import pytest

from tests.helpers.images import picture
from tests.helpers.recording import Received, RecordingServer, answer
from visionapis import AsyncRoboflow, CallTimeoutError, ConfigurationError
from visionapis._transport.aiohttp import AiohttpTransport
from visionapis._transport.backend import watch
from visionapis._transport.tls import trusted

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

Outcome: TypeAlias = "httpx.Response | Exception"

TRANSPORTS: dict[str, Callable[[], httpx.BaseTransport | httpx.AsyncBaseTransport]] = {
    "synchronous": lambda: watch(httpx.HTTPTransport(verify=trusted())),
    "asynchronous": lambda: httpx.AsyncHTTPTransport(verify=trusted()),
    "aiohttp": AiohttpTransport,
}
LOST = (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)

each_transport = pytest.mark.parametrize("transport", TRANSPORTS)


class ClosingServer(RecordingServer):
    """Closes every connection after its first answer, which promises to keep it."""

    @staticmethod
    def _is_short(reply: bytes) -> bool:
        return bool(reply)


def outcomes(transport: str, *requests: httpx.Request, pause: float = 0.0) -> list[Outcome]:
    """What becomes of requests that go one after another over one transport."""
    made = TRANSPORTS[transport]()
    if isinstance(made, httpx.AsyncBaseTransport):
        return asyncio.run(_outcomes_async(made, requests, pause))
    found: list[Outcome] = []
    for request in requests:
        try:
            response = made.handle_request(request)
            response.read()
            found.append(response)
        except Exception as error:  # noqa: BLE001  (what it is, is the test)
            found.append(error)
        time.sleep(pause)
    made.close()
    return found


async def _outcomes_async(
    made: httpx.AsyncBaseTransport, requests: tuple[httpx.Request, ...], pause: float
) -> list[Outcome]:
    found: list[Outcome] = []
    for request in requests:
        try:
            response = await made.handle_async_request(request)
            await response.aread()
            found.append(response)
        except Exception as error:  # noqa: BLE001  (what it is, is the test)
            found.append(error)
        await asyncio.sleep(pause)
    await made.aclose()
    return found


def request(method: str, url: str, *, seconds: float = 5.0, **options: object) -> httpx.Request:
    """A request with a timeout for each step."""
    return httpx.Request(method, url, extensions={"timeout": httpx.Timeout(seconds).as_dict()}, **options)  # type: ignore[arg-type]  # passed on


@each_transport
@pytest.mark.parametrize("before", [0, 1], ids=["new connection", "reused connection"])
@pytest.mark.parametrize("method", ["POST", "DELETE", "GET"])
def test_lost_request_is_not_sent_again(transport: str, before: int, method: str) -> None:
    """A server that reads a request and closes has read it once, and the error says that it was sent."""
    with RecordingServer(*[answer("{}")] * before, b"") as server:
        *_, last = outcomes(transport, *[request(method, server.url, content=b"x")] * before, _plain(method, server))

    assert isinstance(last, LOST), last
    assert len(server.received) == before + 1


def _plain(method: str, server: RecordingServer) -> httpx.Request:
    return request(method, server.url, content=b"body" if method == "POST" else None)


@each_transport
def test_lost_answer_is_not_asked_for_again(transport: str) -> None:
    """An answer that ends before its last byte is an error, and its request has gone out once."""
    with RecordingServer(answer("half", content_length="8")) as server:
        (outcome,) = outcomes(transport, request("GET", server.url))

    assert isinstance(outcome, LOST)
    assert len(server.received) == 1


@each_transport
def test_refused_connection_was_never_made(transport: str) -> None:
    """Nobody listens: nothing was sent, and the error says so."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    (outcome,) = outcomes(transport, request("POST", url, content=b"x"))

    assert type(outcome) is httpx.ConnectError
    assert "url" not in str(outcome)


@each_transport
def test_failed_handshake_was_never_made(transport: str) -> None:
    """A server without TLS gets no request over https://."""
    with RecordingServer(answer("{}")) as server:
        url = server.url.replace("http:", "https:")
        (outcome,) = outcomes(transport, request("POST", url, seconds=0.3, content=b"x"))

    assert isinstance(outcome, (httpx.ConnectError, httpx.ConnectTimeout))
    assert server.received == []


@each_transport
def test_connection_that_was_closed_while_idle_is_not_used(transport: str) -> None:
    """A kept connection that the server has closed in between is replaced before anything is sent."""
    with ClosingServer(answer("{}")) as server:
        found = outcomes(transport, *[request("POST", server.url, content=b"x")] * 3, pause=0.2)

    assert [isinstance(each, httpx.Response) for each in found] == [True] * 3
    assert len(server.received) == 3


@each_transport
def test_silent_server_is_a_read_timeout(transport: str) -> None:
    """A server that takes a request and never answers is told from one that takes none."""
    with RecordingServer(silent=True) as server:
        (outcome,) = outcomes(transport, request("POST", server.url, seconds=0.3, content=b"x"))

    assert type(outcome) is httpx.ReadTimeout


@each_transport
def test_stuck_upload_is_a_write_timeout(transport: str) -> None:
    """A server that accepts a connection and reads nothing does not hold a call for ever."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        (outcome,) = outcomes(transport, request("POST", url, seconds=0.3, content=b"x" * 50_000_000))
        gc.collect()  # warns of a connection that is still open

    assert type(outcome) is httpx.WriteTimeout


@each_transport
def test_crowded_server_is_a_connect_timeout(transport: str) -> None:
    """A server whose queue is full has got nothing."""
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for waiting in (first, second):
            waiting.setblocking(False)  # noqa: FBT003  (the standard library's signature)
            waiting.connect_ex(full.getsockname())
        time.sleep(0.1)
        url = f"http://127.0.0.1:{full.getsockname()[1]}"
        (outcome,) = outcomes(transport, request("POST", url, seconds=0.3, content=b"x"))

    assert type(outcome) is httpx.ConnectTimeout


def _requests(url: str) -> Iterator[httpx.Request]:
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


def test_same_bytes_arrive_through_each_transport() -> None:
    """Targets, headers in their order, and bodies are those that httpx built, whatever carries them."""
    arrived: dict[str, list[tuple[str, str, list[tuple[str, str]], bytes]]] = {}
    with RecordingServer(answer("{}")) as server:
        for transport in TRANSPORTS:
            outcomes(transport, *_requests(server.url))
            arrived[transport] = [_parts(each) for each in server.received]
            server.received.clear()

    assert len(arrived["synchronous"]) == 7
    assert arrived["asynchronous"] == arrived["synchronous"]
    assert arrived["aiohttp"] == arrived["synchronous"]


def _parts(each: Received) -> tuple[str, str, list[tuple[str, str]], bytes]:
    return each.method, each.target, list(each.headers.items()), each.body


@each_transport
def test_answers_are_left_as_they_are(transport: str) -> None:
    """A redirect is not followed, a cookie is not kept, and what is compressed is decompressed once, by httpx."""
    moved = answer("", status="302 Elsewhere", location="/other", set_cookie="a=b")
    packed = answer("", **{"content-length": "0"}).replace(
        b"length: 0", b"length: %d" % len(gzip.compress(b"{}", mtime=0))
    )
    packed = packed.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\nX-Two: 1\r\nX-Two: 2\r\n\r\n")
    with RecordingServer(moved, packed + gzip.compress(b"{}", mtime=0)) as server:
        found = outcomes(transport, request("GET", server.url), request("GET", server.url))

    first, second = [each for each in found if isinstance(each, httpx.Response)]
    assert (first.status_code, first.reason_phrase, first.headers["location"]) == (302, "Elsewhere", "/other")
    assert [each.path for each in server.received] == ["/", "/"]
    assert "cookie" not in server.received[1].headers
    assert second.content == b"{}"
    assert second.headers.get_list("x-two") == ["1", "2"]
    assert (b"Content-Encoding", b"gzip") in second.headers.raw


@each_transport
def test_answer_that_is_not_http_is_a_protocol_error(transport: str) -> None:
    """Something else than HTTP behind the port is told from a broken connection."""
    with RecordingServer(b"SSH-2.0-server\r\n\r\n") as server:
        (outcome,) = outcomes(transport, request("GET", server.url))

    assert type(outcome) is httpx.RemoteProtocolError


class Body(httpx.AsyncByteStream):
    """A streamed body, which can fail after its last piece."""

    def __init__(self, *pieces: bytes, failure: Exception | None = None) -> None:
        """`failure` is raised once the pieces have gone."""
        self._pieces = pieces
        self._failure = failure

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece
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
    ids=["file that vanishes", "any failure", "too short", "too long"],
)
def test_body_that_fails_fails_the_call(transport: str, body: Body, expected: type[Exception]) -> None:
    """The reason of a body that cannot be sent whole comes out, and no whole request goes out."""
    with RecordingServer(answer("{}")) as server:
        headers = {"Host": "localhost", "Content-Length": "10"}
        (outcome,) = outcomes(transport, request("POST", server.url, headers=headers, stream=body))

    # Of stock httpx it is the error of the library below that comes out.
    assert type(outcome).__name__ == expected.__name__
    assert server.received == []


def test_answer_that_comes_before_the_body_has_gone_counts() -> None:
    """A server that refuses an upload by its head alone, and reads no further, is heard; the connection is given up."""

    async def main() -> tuple[int, bytes]:
        ended = asyncio.Event()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(answer("too large", status="413 Too Large"))
            await asyncio.sleep(0.2)
            await reader.read()
            ended.set()
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        transport = AiohttpTransport()
        response = await transport.handle_async_request(request("POST", url, content=b"x" * 50_000_000))
        await response.aread()
        await asyncio.wait_for(ended.wait(), 3)
        await transport.aclose()
        server.close()
        return response.status_code, response.content

    assert asyncio.run(main()) == (413, b"too large")


def test_no_error_leads_to_the_request() -> None:
    """aiohttp's errors hold the request with the key, and write out its address: ours have neither behind them."""
    found: list[Outcome] = []
    with RecordingServer(answer("half", content_length="8"), b"", b"no HTTP\r\n\r\n") as server:
        key = f"{server.url}/?api_key=marked"
        found += outcomes("aiohttp", *[request("POST", key, content=b"x" * 200_000)] * 3)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}/?api_key=marked"
        found += outcomes("aiohttp", request("POST", url, seconds=0.2), request("FOO\n", url))
    found += outcomes("aiohttp", request("POST", url, content=b"x"), request("GET", "ftp://marked/"))

    assert len({type(each) for each in found}) >= 5
    for error in found:
        assert isinstance(error, httpx.TransportError)
        assert error.__cause__ is None
        assert error.__context__ is None
        assert "marked" not in repr(error)


@pytest.mark.parametrize("reply", [answer('{"a": "' + "x" * 4000 + '"}', padding="y" * 4000), answer('"' + "x" * 4000)])
@pytest.mark.parametrize("split", [0, 1], ids=["headers", "body"])
def test_dripping_answer_ends_with_the_call(reply: bytes, split: int) -> None:
    """The deadline of a call passes through the transport over aiohttp, in the headers and in the body."""

    async def call(url: str) -> None:
        async with AsyncRoboflow(base_url=url, timeout=0.5, transport=AiohttpTransport()) as client:
            await client.infer(picture(), model="digits/1")

    start = time.monotonic()
    with RecordingServer(reply, pause=0.001 * (split + 1)) as server, pytest.raises(CallTimeoutError):
        asyncio.run(call(server.url))

    assert time.monotonic() - start < 3


@pytest.mark.parametrize("transport", ["asynchronous", "aiohttp"])
@pytest.mark.parametrize("sent", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"], ids=["headers", "body"])
def test_cancelled_call_frees_its_connection(transport: str, sent: bytes) -> None:
    """The server sees the end of the connection as soon as the call is cancelled."""

    async def main() -> bool:
        arrived, ended = asyncio.Event(), asyncio.Event()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(sent)
            arrived.set()
            await reader.read()
            ended.set()
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        made = TRANSPORTS[transport]()
        assert isinstance(made, httpx.AsyncBaseTransport)

        async def call() -> None:
            response = await made.handle_async_request(request("GET", f"http://127.0.0.1:{port}"))
            try:
                await response.aread()
            finally:
                await response.aclose()

        port = server.sockets[0].getsockname()[1]
        task = asyncio.create_task(call())
        await arrived.wait()
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(ended.wait(), 3)
        await made.aclose()
        server.close()
        return ended.is_set()

    assert asyncio.run(main())


def test_transport_over_aiohttp_stays_with_its_event_loop() -> None:
    """In another event loop, where its connections are of no use, a transport says so; closed, it starts anew."""
    transport = AiohttpTransport()

    async def call(url: str) -> int:
        response = await transport.handle_async_request(request("GET", url))
        await response.aread()
        return response.status_code

    with RecordingServer(answer("{}")) as server, asyncio.Runner() as first, asyncio.Runner() as second:
        assert first.run(call(server.url)) == 200
        with pytest.raises(ConfigurationError, match="another event loop"):
            second.run(call(server.url))
        first.run(transport.aclose())
        assert second.run(call(server.url)) == 200
        second.run(transport.aclose())


def test_transport_is_chosen_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client sends over aiohttp when it is told to, and names the extra where that is not installed."""

    async def call(url: str) -> str:
        async with AsyncRoboflow(base_url=url, transport="aiohttp") as client:
            return (await client.classify(picture(), model="digits/1")).labels[0].name

    with RecordingServer() as server:
        assert asyncio.run(call(server.url)) == "seven"
        monkeypatch.setitem(sys.modules, "visionapis._transport.aiohttp", None)
        with pytest.raises(ConfigurationError, match=r"visionapis\[aiohttp\]"):
            asyncio.run(call(server.url))
    assert len(server.received) == 1


def test_proxy_is_used_when_it_is_given_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """The argument decides; the environment, which the client reads, does not count here."""

    async def call(proxy: str | None, url: str) -> Outcome:
        transport = AiohttpTransport(proxy=proxy)
        try:
            return await transport.handle_async_request(request("GET", url))
        except httpx.TransportError as error:
            return error
        finally:
            await transport.aclose()

    with RecordingServer(answer("{}")) as server, RecordingServer(answer("{}", status="403 No")) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        asyncio.run(call(None, server.url))
        assert [len(server.received), len(proxy.received)] == [1, 0]

        asyncio.run(call(proxy.url.replace("//", "//user:word@"), "http://api.example.com/path?a=%20"))
        assert proxy.received[0].target == "http://api.example.com/path?a=%20"
        assert proxy.received[0].headers["proxy-authorization"] == "Basic dXNlcjp3b3Jk"

        outcome = asyncio.run(call(proxy.url, "https://api.example.com/"))
        assert (type(outcome), str(outcome)) == (httpx.ProxyError, "the proxy answers with status 403")

    with pytest.raises(ConfigurationError, match="http://"):
        AiohttpTransport(proxy="socks5://localhost:1080")
