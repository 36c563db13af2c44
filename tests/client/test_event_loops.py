"""Async clients in several event loops, one after another and at the same time, and without one."""

from __future__ import annotations

import asyncio
import gc
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import numpy as np
import pytest
import trio
from PIL import Image

from tests.helpers.images import make_image
from tests.helpers.recording import RecordingServer
from tests.helpers.tls_recording import CA, TLSRecordingServer
from tests.helpers.vendors import key_of
from visionapis import (
    APITimeoutError,
    AsyncNanonets,
    AsyncRoboflow,
    AsyncXimilar,
    ConfigurationError,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine

IMAGE = make_image()

TRANSPORTS: dict[str, Callable[[], dict[str, Any]]] = {
    "httpx": lambda: {"transport": "httpx", "verify": CA},
    "aiohttp": lambda: {"transport": "aiohttp", "verify": CA},
    "given httpx": lambda: {"transport": httpx.AsyncHTTPTransport(verify=False)},
}

each_transport = pytest.mark.parametrize("transport", TRANSPORTS)


async def calls(client: AsyncRoboflow, number: int = 3) -> None:
    """Make calls at the same time."""
    await asyncio.gather(*(client.infer(IMAGE, model="digits/1") for _ in range(number)))


def run_in_closed_loop(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine in an event loop that is closed without the steps of `asyncio.run`."""
    loop = asyncio.new_event_loop()
    loop.run_until_complete(coroutine)
    loop.close()


@each_transport
@pytest.mark.parametrize("server_class", [RecordingServer, TLSRecordingServer])
@pytest.mark.parametrize("run", [asyncio.run, run_in_closed_loop])
def test_client_serves_one_event_loop_after_another(
    run: Callable[[Coroutine[Any, Any, None]], None], server_class: type[RecordingServer], transport: str
) -> None:
    """Each call of each event loop is sent once and succeeds, closed loops leave no socket open, and nothing warns."""
    with server_class() as server:
        client = AsyncRoboflow("key", base_url=server.url, max_retries=0, max_concurrency=2, **TRANSPORTS[transport]())
        for _ in range(4):
            run(calls(client))
            gc.collect()  # warns of what is still open
        sockets = len([each for each in Path("/proc/self/fd").iterdir() if is_client_socket(each, server.url)])
        run(client.aclose())
        gc.collect()

    assert len(server.received) == 12
    assert sockets <= 3  # those of the last loop


def is_client_socket(descriptor: Path, url: str) -> bool:
    """Return whether a file descriptor of this process is a connection to a server."""
    try:
        link = str(descriptor.readlink())
    except OSError:  # the descriptor of the folder itself
        return False
    port = f":{int(url.rpartition(':')[2]):04X}"
    inode = link.removeprefix("socket:[").removesuffix("]")
    rows = [line.split() for line in Path("/proc/self/net/tcp").read_text().splitlines()]
    return any(row[9] == inode and row[2].endswith(port) and row[3] == "01" for row in rows[1:])


@pytest.mark.parametrize("transport", ["httpx", "aiohttp"])
def test_client_serves_event_loops_of_several_threads(transport: str) -> None:
    """Loops that run at the same time have their own connections and slots, and any loop closes those of all."""
    with RecordingServer(delay=0.02) as server, asyncio.Runner() as other:
        client = AsyncRoboflow("key", base_url=server.url, max_retries=0, max_concurrency=2, **TRANSPORTS[transport]())
        other.run(calls(client))
        threads = [threading.Thread(target=lambda: asyncio.run(calls(client, 6))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        other.run(calls(client))
        asyncio.run(client.aclose())
        other.run(asyncio.sleep(0))
        with pytest.raises(ConfigurationError, match="closed"):
            other.run(calls(client))

    assert len(server.received) == 30
    assert server.peak > 2


def test_given_transport_serves_one_event_loop_at_a_time() -> None:
    """A second loop while the first one is open raises ConfigurationError before anything is sent."""
    with RecordingServer() as server, asyncio.Runner() as first, asyncio.Runner() as second:
        client = AsyncRoboflow("key", base_url=server.url, **TRANSPORTS["given httpx"]())
        first.run(calls(client))
        with pytest.raises(ConfigurationError, match="another event loop"):
            second.run(calls(client))
        second.run(client.aclose())

    assert len(server.received) == 3


def test_event_loops_share_the_rate_limit() -> None:
    """`requests_per_minute` counts the requests of all event loops."""
    with RecordingServer() as server:
        client = AsyncRoboflow("key", base_url=server.url, requests_per_minute=4, timeout=5.0)
        asyncio.run(calls(client, 1))
        with pytest.raises(APITimeoutError, match="requests_per_minute"):
            asyncio.run(calls(client, 1))
        asyncio.run(client.aclose())

    assert len(server.received) == 1


async def collect(items: AsyncIterator[object]) -> list[object]:
    """Return all items."""
    return [item async for item in items]


IMAGES: dict[str, Callable[[Path], Any]] = {
    "bytes": lambda _: IMAGE,
    "path": lambda path: path,
    "text": str,
    "PIL image": lambda _: Image.new("RGB", (4, 4)),
    "array": lambda _: np.zeros((4, 4, 3), np.uint8),
    "URL": lambda _: "https://images.example.com/a.png",
}

METHODS: dict[str, tuple[type[Any], Callable[[Any, Any], Awaitable[Any]]]] = {
    "classify": (AsyncRoboflow, lambda client, image: client.classify(image, model="a/1")),
    "infer": (AsyncRoboflow, lambda client, image: client.infer(image, model="a/1")),
    "classify_many": (AsyncXimilar, lambda client, image: collect(client.classify_many([image], task="a"))),
    "image_record": (AsyncXimilar, lambda client, image: client.image_record(image)),
    "image_base64": (AsyncXimilar, lambda client, image: client.image_base64(image)),
    "image_file": (AsyncNanonets, lambda client, image: client.image_file(image)),
    "iterate": (AsyncXimilar, lambda client, _: collect(client.tasks.iterate())),
    "wait_until_trained": (AsyncNanonets, lambda client, _: client.wait_until_trained("a")),
    "raw_response": (AsyncXimilar, lambda client, _: client.raw_response(client.tasks.list)),
    "aclose": (AsyncRoboflow, lambda client, _: client.aclose()),
}


def run_without_loop(function: Callable[[], Coroutine[Any, Any, Any]]) -> None:
    """Run a coroutine as far as it gets without an event loop."""
    function().send(None)


@pytest.mark.filterwarnings("ignore:Async generator:ResourceWarning")
@pytest.mark.parametrize("run", [trio.run, run_without_loop])
@pytest.mark.parametrize(
    ("method", "image"), [*((method, "bytes") for method in METHODS), *(("classify", image) for image in IMAGES)]
)
def test_async_client_requires_asyncio(
    run: Callable[[Callable[[], Coroutine[Any, Any, Any]]], None], method: str, image: str, tmp_path: Path
) -> None:
    """Under trio and without an event loop each method raises ConfigurationError, and sends nothing."""
    path = tmp_path / "image.png"
    path.write_bytes(IMAGE)
    client_class, call = METHODS[method]
    with RecordingServer() as server:

        async def main() -> None:
            await call(client_class(key_of(client_class), base_url=server.url), IMAGES[image](path))

        with pytest.raises(ConfigurationError, match="require a task of asyncio"):
            run(main)

    assert server.received == []
