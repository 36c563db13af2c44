"""Observation of all clients of a process: those of urllib3 and aiohttp, clients within clients, and other hosts."""

from __future__ import annotations

import asyncio
import io
import json
import sys
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Any

import aiohttp
import httpx
import pytest
import requests
import urllib3
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from tests.helpers.vendors import each_vendor
from visionapis import Roboflow
from visionapis_testing import XimilarEmulator
from visionapis_testing.faults import FaultServer
from visionapis_testing.observing.aiohttp_sessions import AiohttpSessions
from visionapis_testing.observing.bodies import MAX_BODY_BYTES
from visionapis_testing.observing.everything import observe_everything
from visionapis_testing.vendors import emulator

from .judged import counts
from .server import KEY, TASKS, VENDOR, WRONG

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from starlette.requests import Request

    from visionapis_testing import ContractTraffic

JSON = {**KEY, "content-type": "application/json"}


@pytest.fixture
def traffic(url: str) -> Iterator[ContractTraffic]:
    """All traffic of a test."""
    with closing(observe_everything()) as found:
        found.add_host(url.partition(TASKS)[0], VENDOR)
        yield found


def test_urllib3(url: str, traffic: ContractTraffic) -> None:
    """Redirects are exchanges of their own, compressed bodies are judged, larger ones than the limit are not."""
    with urllib3.PoolManager(headers=KEY) as pool:
        assert pool.request("GET", f"{url}redirect").data == WRONG
        assert counts(traffic) == (2, 1)
        assert pool.request("GET", f"{url}gzip").json()["count"] == "many"
        assert counts(traffic) == (3, 2)
        assert len(pool.request("GET", f"{url}bomb").data) > MAX_BODY_BYTES
        assert pool.request("GET", f"{url}gzip", decode_content=False).data[:2] == b"\x1f\x8b"
        assert counts(traffic) == (5, 3)


def test_streams_of_urllib3(url: str, traffic: ContractTraffic) -> None:
    """A streamed response is judged however it is read."""
    with urllib3.PoolManager(headers=KEY) as pool:
        for number, kind in enumerate(("wrong", "gzip"), 1):
            read: list[bytes] = [
                b"".join(pool.request("GET", url + kind, preload_content=False).stream(7)),
                pool.request("GET", url + kind, preload_content=False).read(),
                io.BufferedReader(pool.request("GET", url + kind, preload_content=False)).read(),
                pool.request("GET", url + kind, preload_content=False).data,
            ]
            assert read == [WRONG] * 4
            assert counts(traffic) == (4 * number, 4 * number)
        left = pool.request("GET", f"{url}wrong", preload_content=False)
        left.close()
        assert counts(traffic) == (9, 8)


def test_uploads_over_urllib3(url: str, traffic: ContractTraffic) -> None:
    """Bodies of all kinds reach the server, and are judged."""
    address = url.partition("?")[0]
    bodies: list[Any] = [
        b'{"name": 5}',
        '{"name": 5}',
        io.BytesIO(b'{"name": 5}'),
        iter([b'{"name"', b": 5}"]),
        bytearray(b'{"name": 5}'),
    ]
    with urllib3.PoolManager(headers=JSON) as pool:
        for number, body in enumerate(bodies, 1):
            assert pool.request("POST", address, body=body).data == b'{"name": 5}'
            assert sum(traffic.broken_requests[0].pointer == each.pointer for each in traffic.broken_requests) == 1
            assert traffic.observations[0].responses == number
        assert pool.request("POST", address, body=io.StringIO('{"name": 5}')).data == b'{"name": 5}'
    assert {each.pointer for each in traffic.broken_requests} == {"/name", "/type"}


def test_retries_of_urllib3(traffic: ContractTraffic) -> None:
    """A status that is tried again is an exchange of its own."""
    statuses = iter([599, 200])
    headers = [("content-type", "application/json")]
    with FaultServer(response=lambda *_: (next(statuses), headers, WRONG)) as server:
        traffic.add_host(server.url, VENDOR)
        with urllib3.PoolManager(headers=KEY, retries=urllib3.Retry(1, status_forcelist=[599])) as pool:
            assert pool.request("GET", server.url + TASKS).data == WRONG

    assert counts(traffic) == (2, 1)
    assert "undocumented_status" in {each.kind for each in traffic.findings}


def test_aiohttp(url: str, traffic: ContractTraffic) -> None:
    """Redirects are exchanges of their own, and bodies that are read as a whole are judged."""

    async def chunks() -> AsyncIterator[bytes]:
        yield b'{"name"'
        yield b": 5}"

    async def send() -> None:
        async with aiohttp.ClientSession(headers=JSON) as session:
            assert await (await session.get(f"{url}redirect")).read() == WRONG
            assert counts(traffic) == (2, 1)
            assert json.loads(await (await session.get(f"{url}gzip")).text())["count"] == "many"
            assert counts(traffic) == (3, 2)
            async with session.get(f"{url}large") as response:
                assert len(await response.read()) > MAX_BODY_BYTES
            assert counts(traffic) == (4, 2)
            async with session.get(f"{url}wrong") as response:
                assert await response.content.read(5) == WRONG[:5]
            address = url.partition("?")[0]
            for body in (b'{"name": 5}', chunks(), io.BytesIO(b'{"name": 5}')):
                response = await session.post(address, data=body)
                assert await response.read() == b'{"name": 5}'
            with pytest.raises(aiohttp.ClientConnectorError):
                await session.get("http://127.0.0.1:9/")

    asyncio.run(send())
    assert {each.pointer for each in traffic.broken_requests if each.rule == "body"} == {"/name", "/type"}
    traffic.close()
    assert counts(traffic) == (8, 2)


def test_application_within_a_test(url: str, traffic: ContractTraffic) -> None:
    """Requests of an application in the same process are observed, also to the path at which the test calls it."""

    async def list_tasks(_: Request) -> JSONResponse:
        async with httpx.AsyncClient(headers=KEY) as client:
            return JSONResponse((await client.get(f"{url}wrong")).json())

    application = Starlette(routes=[Route(TASKS, list_tasks)])

    async def call() -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="http://service") as client:
            assert (await client.get(TASKS)).json()["count"] == "many"

    asyncio.run(call())

    assert counts(traffic) == (1, 1)


def test_threads_begin_together(url: str, traffic: ContractTraffic) -> None:
    """The first requests of a client, which several threads send at once, are counted once each."""
    with httpx.Client(headers=KEY) as client:
        barrier = threading.Barrier(8)

        def send() -> None:
            barrier.wait()
            client.get(f"{url}wrong")

        threads = [threading.Thread(target=send) for _ in range(8)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert [len(each) for each in client.event_hooks.values()] == [1, 1]

    assert counts(traffic) == (8, 8)


@pytest.mark.parametrize("name", ["requests", "urllib3", "aiohttp"])
def test_missing_library(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that is not installed, or cannot be imported, is left out."""
    monkeypatch.setitem(sys.modules, name, None)
    with closing(observe_everything()) as traffic:
        httpx.Client(transport=XimilarEmulator().transport(), headers=KEY).get(f"https://api.ximilar.com{TASKS}")

    assert sum(each.responses for each in traffic.observations) == 1


def test_failed_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """If one library cannot be observed, the others are as before."""

    def fail(_: object) -> None:
        raise RuntimeError

    send = httpx.Client.send
    monkeypatch.setattr(AiohttpSessions, "add_all", fail)
    with pytest.raises(RuntimeError):
        observe_everything()

    assert httpx.Client.send is send


def test_requests_over_urllib3(url: str, traffic: ContractTraffic) -> None:
    """A session of requests sends over urllib3, and its exchanges are counted once."""
    with requests.Session() as session:
        session.get(f"{url}redirect", headers=KEY)
        assert counts(traffic) == (2, 1)
        session.get(f"{url}wrong", headers=KEY)

    assert counts(traffic) == (3, 2)


@each_vendor
def test_emulators_are_known(vendor: str, traffic: ContractTraffic) -> None:
    """Emulators are known over a socket, in process under any name, and while they serve; their control API is not."""
    emulated = emulator(vendor)
    with emulated.serve() as served, emulated.serve("localhost") as other:
        for base_url in (served, other, served.replace("127.0.0.1", "localhost")):
            httpx.get(f"{base_url}/unknown")
        httpx.get(f"{httpx.URL(served).copy_with(raw_path=b'/')!s}__visionapis__/requests").raise_for_status()
    with pytest.raises(httpx.ConnectError):
        httpx.get(served)
    with httpx.Client(transport=emulated.transport(), base_url="http://any.name") as client:
        client.get("/unknown")

    assert [each.vendor for each in traffic.observations] == [vendor]
    assert sum(each.responses for each in traffic.observations) == 4
    traffic.verify()


def test_hosts(traffic: ContractTraffic) -> None:
    """The vendors' own hosts are known, other hosts are not; of a vendor's other hosts unknown routes are no breaks."""
    mock = httpx.MockTransport(lambda _: httpx.Response(200, json={}))
    with httpx.Client(transport=mock, headers=KEY) as client:
        for host in ("api.ximilar.com", "example.com", "ximilar.com.example.org", "localhost:1", "docs.ximilar.com"):
            client.get(f"https://{host}/unknown")

    assert sum(each.responses for each in traffic.observations) == 2
    assert [(each.rule, each.path) for each in traffic.broken_requests] == [("path", "/unknown")]


@pytest.mark.parametrize(
    ("mounted", "path"),
    [
        ("http://proxy:80", "/recognition/v2/task"),
        ("http://PROXY", "/recognition/v2/task"),
        ("http://proxy/vendors/ximilar/", "/vendors/ximilar/recognition/v2/task"),
    ],
)
def test_paths_of_hosts(mounted: str, path: str, traffic: ContractTraffic) -> None:
    """A host can serve the API under a path of its own."""
    traffic.add_host(mounted, VENDOR)
    with httpx.Client(transport=XimilarEmulator().transport(), headers=KEY) as client:
        client.get(f"http://proxy{path}")

    assert [list(each.document["operations"]) for each in traffic.observations] == [["tasks_list"]]


def test_own_client_in_threads(traffic: ContractTraffic) -> None:
    """Copies of a client, which share its connections, are observed."""
    with Roboflow("test-key", transport=emulator("roboflow").transport()) as client:
        client.with_options(max_retries=0).server.health()
        client.server.health()

    assert sum(each.responses for each in traffic.observations) == 2
