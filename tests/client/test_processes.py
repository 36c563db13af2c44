"""Clients in forked processes, and clients that nobody closed."""

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
from visionapis._transport.pool import NAMED

URL = "https://pictures.example.com/a.png"

COMMON = """
import asyncio, os, sys, threading, time
from visionapis import AsyncRoboflow, Roboflow
URL, PICTURE = sys.argv[1], "https://pictures.example.com/a.png"

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
"""

# Each runs in a process of its own, which has no other threads; the numbers of the connections that the server sees.
FORKS: dict[str, tuple[str, list[int]]] = {
    "a thread's client": (
        """
client = Roboflow(base_url=URL)
call = lambda: client.infer(PICTURE, model="digits/1")
call()
fork(lambda: (call(), call(), client.close()))
call()
client.close()
""",
        [1, 2, 2, 1],
    ),
    "client that the child only closes": (
        """
client = Roboflow(base_url=URL)
call = lambda: client.infer(PICTURE, model="digits/1")
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
call = lambda: client.infer(PICTURE, model="digits/1")
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
client.infer(PICTURE, model="digits/1")
fork(lambda: (copy.infer(PICTURE, model="digits/1"), client.infer(PICTURE, model="digits/1"), client.close()))
copy.infer(PICTURE, model="digits/1")
client.close()
""",
        [1, 2, 2, 1],
    ),
    "tasks' client": (
        """
client = AsyncRoboflow(base_url=URL, transport=sys.argv[2])
async def calls():
    await client.infer(PICTURE, model="digits/1")
    await client.aclose()
loop = asyncio.new_event_loop()
loop.run_until_complete(client.infer(PICTURE, model="digits/1"))
fork(lambda: asyncio.run(calls()))
loop.run_until_complete(client.infer(PICTURE, model="digits/1"))
loop.run_until_complete(client.aclose())
loop.close()
""",
        [1, 2, 1],
    ),
    "tasks' client that the child only closes": (
        """
client = AsyncRoboflow(base_url=URL, transport=sys.argv[2])
loop = asyncio.new_event_loop()
loop.run_until_complete(client.infer(PICTURE, model="digits/1"))
fork(lambda: asyncio.run(client.aclose()))
loop.run_until_complete(client.infer(PICTURE, model="digits/1"))
loop.run_until_complete(client.aclose())
loop.close()
""",
        [1, 1],
    ),
    "place that a thread of the parent holds": (
        """
client = Roboflow(base_url=URL, max_in_flight=1, timeout=20.0)
thread = threading.Thread(target=lambda: client.infer(PICTURE, model="digits/1"))
thread.start()
time.sleep(0.2)  # the server takes half a second for an answer
fork(lambda: (client.infer(PICTURE, model="digits/1"), client.close()))
thread.join()
client.close()
""",
        [1, 2],
    ),
    "threads of the child": (
        """
client = Roboflow(base_url=URL)
client.infer(PICTURE, model="digits/1")
def run():
    threads = [threading.Thread(target=lambda: client.infer(PICTURE, model="digits/1")) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    client.close()
fork(run)
client.infer(PICTURE, model="digits/1")
client.close()
""",
        [1, *range(2, 10), 1],
    ),
}


@pytest.mark.parametrize(
    ("name", "transport"),
    [(name, transport) for name, (code, _) in FORKS.items() for transport in (NAMED if "Async" in code else ["httpx"])],
)
def test_client_works_on_both_sides_of_a_fork(name: str, transport: str) -> None:
    """The child has connections of its own, and the parent's are as they were."""
    code, connections = FORKS[name]
    with RecordingServer(delay=0.5 if "thread" in code else 0.0) as server:
        arguments = [sys.executable, "-c", COMMON + code, server.url, transport]
        result = subprocess.run(arguments, capture_output=True, text=True, timeout=60, check=False)

    assert (result.returncode, result.stderr) == (0, "")
    assert sorted(request.connection for request in server.received) == sorted(connections)
    assert (server.received[0].connection, server.received[-1].connection) == (1, connections[-1])


def warned(*, asynchronous: bool, used: bool, closed: bool) -> list[tuple[type[Warning], str]]:
    """The warnings after a client, and a copy of it, were dropped."""

    async def later(url: str) -> None:
        client = AsyncRoboflow(base_url=url)
        copy = client.with_options(timeout=5.0)
        if used:
            await copy.infer(URL, model="digits/1")
        if closed:
            await client.aclose()

    def at_once(url: str) -> None:
        client = Roboflow(base_url=url)
        copy = client.with_options(timeout=5.0)
        if used:
            copy.infer(URL, model="digits/1")
        if closed:
            client.close()

    with RecordingServer() as server, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        asyncio.run(later(server.url)) if asynchronous else at_once(server.url)
        gc.collect()
        found = [(each.category, str(each.message)) for each in caught if "client" in str(each.message)]
        caught.clear()  # a warning keeps what it is about
        gc.collect()
    return found


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize(("used", "closed"), [(False, False), (False, True), (True, True)])
def test_nothing_is_said_of_a_client_that_holds_nothing(used: bool, closed: bool, asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameters)
    """It was closed, or never used."""
    assert warned(asynchronous=asynchronous, used=used, closed=closed) == []


@pytest.mark.parametrize("asynchronous", [False, True])
def test_client_that_was_not_closed_is_told_of_once(asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """When the last copy is gone."""
    assert warned(asynchronous=asynchronous, used=True, closed=False) == [
        (ResourceWarning, "a client was not closed; use it in a with statement")
    ]


def test_client_that_cannot_be_made_is_not_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is nothing to close."""
    monkeypatch.setenv("HTTPS_PROXY", "gopher://proxy.invalid")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with pytest.raises(ConfigurationError):
            Roboflow("key")
        gc.collect()

    assert caught == []


def test_with_statement_closes() -> None:
    """Also when what stands in it fails."""
    with RecordingServer() as server:
        with suppress(LookupError), Roboflow(base_url=server.url) as client:
            client.infer(URL, model="digits/1")
            raise LookupError
        with pytest.raises(ConfigurationError, match="closed"):
            client.infer(URL, model="digits/1")


def test_asynchronous_with_statement_closes() -> None:
    """As the other."""

    async def calls(url: str) -> None:
        with suppress(LookupError):
            async with AsyncRoboflow(base_url=url) as client:
                await client.infer(URL, model="digits/1")
                raise LookupError
        with pytest.raises(ConfigurationError, match="closed"):
            await client.infer(URL, model="digits/1")

    with RecordingServer() as server:
        asyncio.run(calls(server.url))
