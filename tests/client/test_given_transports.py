"""Transports that callers create and pass to a client."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from typing import Any

import httpx
import pytest
import respx

from tests.helpers.images import make_image
from tests.helpers.recording import RecordingServer, make_response
from tests.helpers.tls_recording import CA, CLIENT_WITH_KEY
from tests.helpers.vendors import key_of
from visionapis import (
    APITimeoutError,
    AsyncRoboflow,
    AsyncXimilar,
    ConfigurationError,
    Roboflow,
    ServerError,
)
from visionapis_testing import RoboflowEmulator


@pytest.mark.parametrize(
    ("client_class", "transport", "named"),
    [
        (Roboflow, httpx.Client, "class Client"),
        (Roboflow, httpx.HTTPTransport, "class HTTPTransport"),
        (Roboflow, httpx.Client(), "Client"),
        (Roboflow, httpx.AsyncHTTPTransport(), "AsyncHTTPTransport"),
        (Roboflow, "httpx", "'httpx'"),
        (Roboflow, lambda request: request, "function"),
        (AsyncRoboflow, httpx.AsyncClient(), "AsyncClient"),
        (AsyncRoboflow, httpx.HTTPTransport(), "HTTPTransport"),
        (AsyncXimilar, httpx.AsyncHTTPTransport, "class AsyncHTTPTransport"),
        (AsyncXimilar, "test-key", "'***'"),
        (AsyncXimilar, "requests", "'requests'"),
        (AsyncXimilar, "aiohtp", "'aiohtp' (did you mean 'aiohttp'?)"),
        (AsyncXimilar, 5, "5"),
    ],
)
def test_other_objects_are_refused(client_class: type[Any], transport: object, named: str) -> None:
    """An object that is not a transport of this kind of client raises ConfigurationError when the client is made."""
    with pytest.raises(ConfigurationError, match="transport must be") as caught:
        client_class(key_of(client_class), transport=transport)

    assert str(caught.value).endswith(f"not {'the ' if named.startswith('class') else ''}{named}")


@pytest.mark.parametrize(
    "option", [{"proxy": "http://localhost:1"}, {"verify": CA}, {"verify": False}, {"cert": CLIENT_WITH_KEY}]
)
@pytest.mark.parametrize("client_class", [Roboflow, AsyncRoboflow])
def test_options_of_the_network_are_refused(client_class: type[Any], option: dict[str, Any]) -> None:
    """An option that a given transport would ignore raises ConfigurationError."""
    transport = RoboflowEmulator().transport()
    (name,) = option
    with pytest.raises(ConfigurationError, match=f"{name} and transport exclude each other"):
        client_class(key_of(client_class), transport=transport, **option)

    client_class(key_of(client_class), transport=transport, proxy=None, verify=None, cert=None)


def test_given_transport_keeps_the_deadline() -> None:
    """`timeout` limits a call over `httpx.HTTPTransport` too, however slowly the server sends."""
    slow = make_response("{}", padding="y" * 3000)
    with RecordingServer(slow, pause=0.002) as server:
        client = Roboflow(base_url=server.url, timeout=0.25, transport=httpx.HTTPTransport())
        start = time.monotonic()
        with client, pytest.raises(APITimeoutError):
            client.infer(make_image(), model="digits/1")
        assert time.monotonic() - start < 4


def test_given_transport_still_serves_other_clients() -> None:
    """A transport that a client has used serves an httpx client as before."""
    transport = httpx.HTTPTransport()
    with RecordingServer(delay=0.3) as server:
        with Roboflow(base_url=server.url, timeout=20.0, transport=transport) as client:
            client.infer(make_image(), model="digits/1")
        with httpx.Client(transport=transport) as plain, pytest.raises(httpx.ReadTimeout):
            plain.get(server.url, timeout=0.05)


FORK = """
import asyncio, os, sys
import httpx
from visionapis import AsyncRoboflow, ConfigurationError, Roboflow, ServerError
IMAGE = "https://images.example.com/a.png"

def refused(call):
    try:
        call()
    except ConfigurationError as error:
        assert "forked process" in str(error), error
    else:
        raise AssertionError("not refused")

def fork(run):
    process = os.fork()
    if not process:
        try:
            run()
        except BaseException as error:
            os.write(2, repr(error).encode())
            os._exit(1)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0

def check(client, call, close, run):
    parent = os.getpid()
    run(call())
    fork(lambda: (refused(lambda: run(call())), run(close())))
    run(call())
    run(close())

client = Roboflow(base_url=sys.argv[1], transport=httpx.HTTPTransport())
check(client, lambda: client.infer(IMAGE, model="a/1"), client.close, lambda result: result)
parent, loop = os.getpid(), asyncio.new_event_loop()
client = AsyncRoboflow(base_url=sys.argv[1], transport=httpx.AsyncHTTPTransport())
run = lambda result: (loop if os.getpid() == parent else asyncio.new_event_loop()).run_until_complete(result)
check(client, lambda: client.infer(IMAGE, model="a/1"), client.aclose, run)
loop.close()
"""


def test_given_transport_is_refused_in_a_forked_process() -> None:
    """A forked process that uses the parent's transport gets a ConfigurationError; the parent goes on."""
    with RecordingServer() as server:
        arguments = [sys.executable, "-c", FORK, server.url]
        result = subprocess.run(arguments, capture_output=True, text=True, timeout=60, check=False)

    assert (result.returncode, result.stderr) == (0, "")
    assert [request.connection for request in server.received] == [1, 1, 2, 2]


def test_emulator_serves_several_event_loops() -> None:
    """A transport without a network is not bound to an event loop."""
    emulator = RoboflowEmulator(api_key="key")
    emulator.register("digits/1", [(make_image(), "red"), (make_image(colour=(0, 0, 255)), "blue")])
    client = AsyncRoboflow("key", transport=emulator.transport())
    for _ in range(2):
        result = asyncio.run(client.classify(make_image(), model="digits/1"))
        assert result.top is not None
    asyncio.run(client.aclose())


@pytest.mark.parametrize("asynchronous", [False, True])
def test_mocked_network(asynchronous: bool) -> None:
    """A library that replaces the network, such as respx, need not know of connections."""

    async def call_async() -> None:
        async with AsyncRoboflow("key", max_retries=0) as client:
            await client.infer(make_image(), model="digits/1")

    def call() -> None:
        with Roboflow("key", max_retries=0) as client:
            client.infer(make_image(), model="digits/1")

    with respx.mock as mock:
        mock.post(host="serverless.roboflow.com").respond(503)
        with pytest.raises(ServerError, match="status 503"):
            asyncio.run(call_async()) if asynchronous else call()
