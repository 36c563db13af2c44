"""Timeouts before a request is sent, for every transport: `request_sent` is False, as the server received nothing."""

from __future__ import annotations

import asyncio
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.helpers.images import make_image
from tests.helpers.recording import RecordingServer
from visionapis import APITimeoutError, AsyncRoboflow, Roboflow

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "rf_canary-key-1"
TRANSPORTS = ["sync", "httpx", "aiohttp", "given"]


@contextmanager
def full_listener() -> Iterator[str]:
    """Listen at an address where new connections are neither accepted nor refused."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        with socket.create_connection(listener.getsockname()):
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@contextmanager
def mute_server() -> Iterator[str]:
    """Accept connections at an address, and never send anything."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"127.0.0.1:{listener.getsockname()[1]}"


def timeout_of(transport: Any, url: str, **options: Any) -> APITimeoutError:
    """Return the error of a call with a timeout of 0.3 s."""

    async def call() -> None:
        chosen = httpx.AsyncHTTPTransport() if transport == "given" else transport
        async with AsyncRoboflow(KEY, base_url=url, timeout=0.3, transport=chosen, **options) as client:
            await client.infer(make_image(), model="digits/1")

    def call_in_thread() -> None:
        with Roboflow(KEY, base_url=url, timeout=0.3, **options) as client:
            client.infer(make_image(), model="digits/1")

    with pytest.raises(APITimeoutError) as caught:
        call_in_thread() if transport == "sync" else asyncio.run(call())
    return caught.value


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_nobody_accepts_the_connection(transport: Any) -> None:
    """A timeout of connecting says so, and that nothing was sent."""
    with full_listener() as url:
        error = timeout_of(transport, url)

    assert str(error) == f"classification_infer_base64: cannot connect to {url} within 0.3 s"
    assert error.request_sent is False


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_tls_is_not_established(transport: Any) -> None:
    """A server that accepts the connection and does not speak TLS has not received the request."""
    with mute_server() as address:
        error = timeout_of(transport, f"https://{address}")

    assert f"cannot connect to https://{address} within" in str(error)
    assert error.request_sent is False


@pytest.mark.parametrize("transport", ["httpx", "aiohttp"])
def test_proxy_does_not_respond(transport: Any) -> None:
    """While a proxy has not responded to CONNECT, the server has not received the request."""
    with mute_server() as address:
        error = timeout_of(transport, "https://api.internal", proxy=f"http://{address}")

    assert f"cannot connect to https://api.internal over the proxy http://{address} within" in str(error)
    assert error.request_sent is False


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_silent_server_may_have_processed_the_request(transport: Any) -> None:
    """A timeout after the request was sent says that it was."""
    with RecordingServer(silent=True) as server:
        error = timeout_of(transport, server.url)

    assert (error.request_sent, len(server.received)) == (True, 1)
    assert "no complete response" in str(error)


@pytest.mark.parametrize("transport", ["httpx", "aiohttp"])
def test_key_function_that_never_returns(transport: Any) -> None:
    """A timeout of an asynchronous key function says so, and that nothing was sent."""

    async def call(url: str) -> None:
        async def key() -> str:
            await asyncio.sleep(60)
            return KEY

        async with AsyncRoboflow(key, base_url=url, timeout=0.2, transport=transport) as client:
            await client.infer(make_image(), model="digits/1")

    with RecordingServer() as server, pytest.raises(APITimeoutError) as caught:
        asyncio.run(call(server.url))

    assert str(caught.value) == "classification_infer_base64: api_key() did not return within 0.2 s"
    assert (caught.value.request_sent, len(server.received)) == (False, 0)
