"""Clients in forked processes, and clients that were not closed."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import warnings
from contextlib import suppress

import pytest

from tests.helpers.recording import RecordingServer
from visionapis import AsyncRoboflow, ConfigurationError, Roboflow
from visionapis._transport.pool import ASYNC_TRANSPORTS

URL = "https://images.example.com/a.png"

COMMON = """
import asyncio, io, os, signal, sys, threading, time
from visionapis import AsyncRoboflow, Roboflow
URL, IMAGE = sys.argv[1], "https://images.example.com/a.png"

def fork(run):
    process = os.fork()
    if not process:
        signal.alarm(30)  # ends a child that waits for a lock
        try:
            run()
        except BaseException as error:
            os.write(2, repr(error).encode())
            os._exit(1)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
"""

# A program, run in a process without other threads, and the connection numbers of its requests in the server.
FORKS: dict[str, tuple[str, list[int]]] = {
    "synchronous client": (
        """
client = Roboflow(base_url=URL)
call = lambda: client.infer(IMAGE, model="digits/1")
call()
fork(lambda: (call(), call(), client.close()))
call()
client.close()
""",
        [1, 2, 2, 1],
    ),
    "synchronous client, only closed in the child": (
        """
client = Roboflow(base_url=URL)
call = lambda: client.infer(IMAGE, model="digits/1")
call()
fork(client.close)
call()
client.close()
""",
        [1, 1],
    ),
    "grandchild": (
        """
client = Roboflow(base_url=URL)
call = lambda: client.infer(IMAGE, model="digits/1")
call()
fork(lambda: (call(), fork(lambda: (call(), client.close())), call(), client.close()))
call()
client.close()
""",
        [1, 2, 3, 2, 1],
    ),
    "copy": (
        """
client = Roboflow(base_url=URL)
copy = client.with_options(timeout=20.0)
client.infer(IMAGE, model="digits/1")
fork(lambda: (copy.infer(IMAGE, model="digits/1"), client.infer(IMAGE, model="digits/1"), client.close()))
copy.infer(IMAGE, model="digits/1")
client.close()
""",
        [1, 2, 2, 1],
    ),
    "asynchronous client": (
        """
client = AsyncRoboflow(base_url=URL, transport=sys.argv[2])
async def calls():
    await client.infer(IMAGE, model="digits/1")
    await client.aclose()
loop = asyncio.new_event_loop()
loop.run_until_complete(client.infer(IMAGE, model="digits/1"))
fork(lambda: asyncio.run(calls()))
loop.run_until_complete(client.infer(IMAGE, model="digits/1"))
loop.run_until_complete(client.aclose())
loop.close()
""",
        [1, 2, 1],
    ),
    "asynchronous client, only closed in the child": (
        """
client = AsyncRoboflow(base_url=URL, transport=sys.argv[2])
loop = asyncio.new_event_loop()
loop.run_until_complete(client.infer(IMAGE, model="digits/1"))
fork(lambda: asyncio.run(client.aclose()))
loop.run_until_complete(client.infer(IMAGE, model="digits/1"))
loop.run_until_complete(client.aclose())
loop.close()
""",
        [1, 1],
    ),
    "max_concurrency reached by a thread of the parent": (
        """
client = Roboflow(base_url=URL, max_concurrency=1, timeout=20.0)
thread = threading.Thread(target=lambda: client.infer(IMAGE, model="digits/1"))
thread.start()
time.sleep(0.2)  # the server responds after half a second
fork(lambda: (client.infer(IMAGE, model="digits/1"), client.close()))
thread.join()
client.close()
""",
        [1, 2],
    ),
    "module locks held by a thread of the parent": (
        """
from visionapis._images import sources
image = io.BytesIO(b"\\xff\\xd8\\xff\\xe0" + bytes(100_000))
held, forked = threading.Event(), threading.Event()
def hold():
    with sources._SEEK_LOCK:
        held.set()
        forked.wait()
def call():
    with Roboflow("key-of-the-" + str(os.getpid()), base_url=URL) as client:
        client.infer(image, model="digits/1")
call()
thread = threading.Thread(target=hold, daemon=True)
thread.start()
held.wait()
fork(call)
forked.set()
thread.join()
call()
""",
        [1, 2, 3],
    ),
    "threads of the child": (
        """
client = Roboflow(base_url=URL)
client.infer(IMAGE, model="digits/1")
def run():
    threads = [threading.Thread(target=lambda: client.infer(IMAGE, model="digits/1")) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    client.close()
fork(run)
client.infer(IMAGE, model="digits/1")
client.close()
""",
        [1, *range(2, 10), 1],
    ),
}


@pytest.mark.parametrize(
    ("name", "transport"),
    [
        (name, transport)
        for name, (code, _) in FORKS.items()
        for transport in (ASYNC_TRANSPORTS if "Async" in code else ["httpx"])
    ],
)
def test_client_works_on_both_sides_of_a_fork(name: str, transport: str) -> None:
    """After a fork, the child opens its own connections, and the parent's still work."""
    code, connections = FORKS[name]
    with RecordingServer(delay=0.5 if "thread" in code else 0.0) as server:
        # Python 3.12 and newer warn of every fork in a process with threads.
        no_warning = ["-W", "ignore:This process:DeprecationWarning"]
        arguments = [sys.executable, *no_warning, "-c", COMMON + code, server.url, transport]
        result = subprocess.run(arguments, capture_output=True, text=True, timeout=60, check=False)

    assert (result.returncode, result.stderr) == (0, "")
    assert sorted(request.connection for request in server.received) == sorted(connections)
    assert (server.received[0].connection, server.received[-1].connection) == (1, connections[-1])


def warnings_of(*, asynchronous: bool, used: bool, closed: bool) -> list[tuple[type[Warning], str]]:
    """Return the warnings after a client and its copy were garbage-collected."""

    async def run_async(url: str) -> None:
        client = AsyncRoboflow(base_url=url)
        copy = client.with_options(timeout=5.0)
        if used:
            await copy.infer(URL, model="digits/1")
        if closed:
            await client.aclose()

    def run_sync(url: str) -> None:
        client = Roboflow(base_url=url)
        copy = client.with_options(timeout=5.0)
        if used:
            copy.infer(URL, model="digits/1")
        if closed:
            client.close()

    with RecordingServer() as server, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        asyncio.run(run_async(server.url)) if asynchronous else run_sync(server.url)
        gc.collect()
        messages = [(each.category, str(each.message)) for each in caught if "client" in str(each.message)]
        caught.clear()  # a warning references its client
        gc.collect()
    return messages


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize(("used", "closed"), [(False, False), (False, True), (True, True)])
def test_closed_or_unused_client_does_not_warn(used: bool, closed: bool, asynchronous: bool) -> None:
    """A client that was closed, or never used, does not warn."""
    assert warnings_of(asynchronous=asynchronous, used=used, closed=closed) == []


@pytest.mark.parametrize("asynchronous", [False, True])
def test_unclosed_client_warns_once(asynchronous: bool) -> None:
    """A used client that was not closed warns once, after its last copy."""
    assert warnings_of(asynchronous=asynchronous, used=True, closed=False) == [
        (ResourceWarning, "a client was not closed; use it in a with statement")
    ]


def test_failed_constructor_does_not_warn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client whose constructor raised does not warn."""
    monkeypatch.setenv("HTTPS_PROXY", "gopher://proxy.invalid")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with pytest.raises(ConfigurationError):
            Roboflow("key")
        gc.collect()

    assert caught == []


def test_with_statement_closes_the_client() -> None:
    """A `with` statement closes the client, even if its block raises."""
    with RecordingServer() as server:
        with suppress(LookupError), Roboflow(base_url=server.url) as client:
            client.infer(URL, model="digits/1")
            raise LookupError
        with pytest.raises(ConfigurationError, match="closed"):
            client.infer(URL, model="digits/1")


def test_async_with_statement_closes_the_client() -> None:
    """An `async with` statement closes the client, even if its block raises."""

    async def calls(url: str) -> None:
        with suppress(LookupError):
            async with AsyncRoboflow(base_url=url) as client:
                await client.infer(URL, model="digits/1")
                raise LookupError
        with pytest.raises(ConfigurationError, match="closed"):
            await client.infer(URL, model="digits/1")

    with RecordingServer() as server:
        asyncio.run(calls(server.url))
