"""The transport over aiohttp."""

from __future__ import annotations

import asyncio
import gc
import socket
import sys
import time
from typing import Literal

import httpx
import pytest

from tests.helpers.images import make_image
from tests.helpers.limited import limited
from tests.helpers.recording import RecordingServer, make_response
from visionapis import APITimeoutError, AsyncRoboflow, ConfigurationError
from visionapis._http.auth import Signer
from visionapis._http.redaction import Secret
from visionapis._transport.aiohttp import AiohttpTransport
from visionapis._transport.tls import default_ssl_context

from .transports import Outcome, outcomes, request


def test_response_before_the_end_of_the_body() -> None:
    """A response sent before the body was read is returned, and the connection is closed."""

    async def main() -> tuple[int, bytes]:
        ended = asyncio.Event()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(make_response("too large", status="413 Too Large"))
            await asyncio.sleep(0.2)
            await reader.read()
            ended.set()
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        transport = AiohttpTransport(default_ssl_context())
        response = await transport.handle_async_request(request("POST", url, content=b"x" * 50_000_000))
        await response.aread()
        await asyncio.wait_for(ended.wait(), 3)
        await transport.aclose()
        server.close()
        return response.status_code, response.content

    assert asyncio.run(main()) == (413, b"too large")


def test_errors_do_not_reference_the_request() -> None:
    """Exceptions do not reference aiohttp's own, which show the URL with the key."""
    results: list[Outcome] = []
    with RecordingServer(make_response("half", content_length="8"), b"", b"not HTTP\r\n\r\n") as server:
        key = f"{server.url}/?api_key=marked"
        results += outcomes("aiohttp", *[request("POST", key, content=b"x" * 200_000)] * 3)
    with socket.create_server(("127.0.0.1", 0)) as listener, limited(30):
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/?api_key=marked"
        results += outcomes("aiohttp", request("POST", url, timeout=0.2), request("FOO\n", url))
    results += outcomes("aiohttp", request("POST", url, content=b"x"), request("GET", "ftp://marked/"))

    assert len({type(each) for each in results}) >= 5
    for error in results:
        assert isinstance(error, httpx.TransportError)
        assert isinstance(error.__cause__, OSError) == isinstance(error, httpx.ConnectError)
        assert error.__context__ is None
        assert "marked" not in f"{error!r} {error.__cause__!r}"


@pytest.mark.parametrize(
    "reply", [make_response('{"a": "' + "x" * 4000 + '"}', padding="y" * 4000), make_response('"' + "x" * 4000)]
)
@pytest.mark.parametrize("split", [0, 1], ids=["headers", "body"])
def test_slow_response_ends_at_the_deadline(reply: bytes, split: int) -> None:
    """The deadline of a call applies to slow headers and slow bodies."""

    async def call(url: str) -> None:
        async with AsyncRoboflow(base_url=url, timeout=0.5, transport="aiohttp") as client:
            await client.infer(make_image(), model="digits/1")

    start = time.monotonic()
    with RecordingServer(reply, pause=0.001 * (split + 1)) as server, limited(30), pytest.raises(APITimeoutError):
        asyncio.run(call(server.url))

    assert time.monotonic() - start < 3


def test_transport_is_chosen_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """`transport="aiohttp"` selects the transport, and names the extra if aiohttp is not installed."""

    async def call(url: str) -> str:
        async with AsyncRoboflow(base_url=url, transport="aiohttp") as client:
            return (await client.classify(make_image(), model="digits/1")).labels[0].name

    with RecordingServer() as server:
        assert asyncio.run(call(server.url)) == "seven"
        monkeypatch.setitem(sys.modules, "visionapis._transport.aiohttp", None)
        with pytest.raises(ConfigurationError, match="aiohttp is not installed") as caught:
            asyncio.run(call(server.url))
    assert caught.value.hint == "pip install 'visionapis[aiohttp]'"
    assert len(server.received) == 1


def test_proxy_argument(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the `proxy` argument selects a proxy; the environment is ignored."""

    async def call(proxy: str | None, url: str) -> Outcome:
        transport = AiohttpTransport(default_ssl_context(), Secret(proxy) if proxy else None)
        try:
            return await transport.handle_async_request(request("GET", url))
        except httpx.TransportError as error:
            return error
        finally:
            await transport.aclose()

    with RecordingServer(make_response("{}")) as server, RecordingServer(make_response("{}", status="403 No")) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        asyncio.run(call(None, server.url))
        assert [len(server.received), len(proxy.received)] == [1, 0]

        asyncio.run(call(proxy.url.replace("//", "//user:word@"), "http://api.example.com/path?a=%20"))
        assert proxy.received[0].target == "http://api.example.com/path?a=%20"
        assert proxy.received[0].headers["proxy-authorization"] == "Basic dXNlcjp3b3Jk"

        outcome = asyncio.run(call(proxy.url, "https://api.example.com/"))
        assert (type(outcome), str(outcome)) == (httpx.ProxyError, "403 No")


@pytest.mark.parametrize("transport", ["httpx", "aiohttp"])
def test_no_signer_outlives_its_call(transport: Literal["httpx", "aiohttp"]) -> None:
    """Neither the context of the caller nor a connection that stays open holds the key of a call that is over."""

    async def call(url: str) -> list[Signer]:
        async with AsyncRoboflow("rf_canary-key", base_url=url, transport=transport) as client:
            await client.infer(make_image(), model="digits/1")
            gc.collect()
            return [each for each in gc.get_objects() if isinstance(each, Signer)]

    with RecordingServer() as server:
        assert asyncio.run(call(server.url)) == []
