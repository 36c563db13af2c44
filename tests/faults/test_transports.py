"""Fault transports below a client, and in front of a real connection."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Literal

import httpx
import pytest

from visionapis import APIConnectionError, AsyncRoboflow, QuotaExceededError, ResponseDecodeError, Roboflow
from visionapis_testing import FaultError, RoboflowEmulator
from visionapis_testing.contracts.contract import load
from visionapis_testing.faults import (
    AsyncFaultTransport,
    ConnectionDropped,
    FaultPlan,
    FaultServer,
    FaultTransport,
    InvalidJSON,
    MissingField,
    StatusResponse,
)

from .channels import KEY, RED

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

DropPoint = Literal["before_body", "in_body", "after_body"]

URL = "https://images.example.com/red.png"


@pytest.fixture
def emulator() -> RoboflowEmulator:
    """Return an emulator with one model and one image."""
    emulator = RoboflowEmulator(api_key=KEY)
    emulator.register("colours/1", [(RED, "red")])
    emulator.register_url(URL, RED)
    return emulator


def test_names_of_calls(emulator: RoboflowEmulator) -> None:
    """A rule for one call of an operation does not apply to other calls of the same operation."""
    plan = FaultPlan()
    plan.add(StatusResponse(402, retry_after="7"), operation="classification_infer_url")
    with emulator.client(transport=FaultTransport(emulator.transport(), plan)) as client:
        assert client.infer(RED, model="colours/1").predictions
        with pytest.raises(QuotaExceededError) as caught:
            client.infer(URL, model="colours/1")

    assert caught.value.retry_after == 7.0
    assert [injection.call for injection in plan.injections] == ["classification_infer_url"]
    assert len(emulator.requests) == 1


def test_asynchronous_client(emulator: RoboflowEmulator) -> None:
    """An asynchronous client gets a fault by operation id."""
    plan = FaultPlan()
    plan.add(InvalidJSON(), operation="classification_infer", times=1)

    async def call() -> None:
        transport = AsyncFaultTransport(emulator.transport(), plan)
        async with emulator.async_client(transport=transport) as client:
            with pytest.raises(ResponseDecodeError):
                await client.infer(RED, model="colours/1")
            await client.infer(RED, model="colours/1")

    asyncio.run(call())
    assert len(emulator.requests) == 2


def test_real_connection() -> None:
    """In front of a real connection, the server's response is changed."""
    with FaultServer(response=b'{"predictions": []}') as server:
        plan = FaultPlan()
        plan.add(MissingField(), times=1)
        with httpx.Client(transport=FaultTransport(httpx.HTTPTransport(), plan)) as client:
            assert [client.get(server.url).json() for _ in range(2)] == [{}, {"predictions": []}]


def test_other_clients() -> None:
    """The operations of a plain httpx client's requests are identified by the contract."""
    plan = FaultPlan()
    plan.add(StatusResponse(503), operation="classification_infer_get")
    with FaultServer() as server:
        transport = FaultTransport(httpx.HTTPTransport(), plan, contract=load("roboflow"))
        with httpx.Client(transport=transport, base_url=server.url) as client:
            assert [client.request(method, "/a/1").status_code for method in ("GET", "POST")] == [503, 200]


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize(("at", "chunks"), [("before_body", 0), ("in_body", 1), ("after_body", 3)])
def test_body_is_read_in_part(at: DropPoint, chunks: int, asynchronous: bool) -> None:
    """A streamed body is read as far as a real connection would have sent it."""
    read = 0
    plan = FaultPlan()
    plan.add(ConnectionDropped(at))

    def body() -> Iterator[bytes]:
        nonlocal read
        for _ in range(3):
            read += 1
            yield b"abc"

    async def async_body() -> AsyncIterator[bytes]:
        for chunk in body():
            yield chunk

    def post(url: str) -> None:
        with httpx.Client(transport=FaultTransport(httpx.HTTPTransport(), plan)) as client:
            client.post(url, content=body())

    async def async_post(url: str) -> None:
        async with httpx.AsyncClient(transport=AsyncFaultTransport(httpx.AsyncHTTPTransport(), plan)) as client:
            await client.post(url, content=async_body())

    with FaultServer() as server, pytest.raises(httpx.TransportError):
        asyncio.run(async_post(server.url)) if asynchronous else post(server.url)

    assert (read, len(server.requests)) == (chunks, chunks == 3)


def test_inapplicable_fault() -> None:
    """A fault that does not apply to the response raises FaultError."""
    plan = FaultPlan()
    plan.add(MissingField(pointer="/top"))
    client = httpx.Client(transport=FaultTransport(httpx.HTTPTransport(), plan))
    with FaultServer() as server, client, pytest.raises(FaultError, match=r"^the response has nothing at /top"):
        client.get(server.url)


def test_closing() -> None:
    """The inner transport is closed with the outer one."""
    closed = []

    class Inner(httpx.HTTPTransport):
        def close(self) -> None:
            closed.append("sync")
            super().close()

    class AsyncInner(httpx.AsyncHTTPTransport):
        async def aclose(self) -> None:
            closed.append("async")
            await super().aclose()

    Roboflow(KEY, transport=FaultTransport(Inner(), FaultPlan())).close()
    asyncio.run(AsyncRoboflow(KEY, transport=AsyncFaultTransport(AsyncInner(), FaultPlan())).aclose())

    assert closed == ["sync", "async"]


def test_error_of_the_client(emulator: RoboflowEmulator) -> None:
    """A fault of an emulator's plan raises the client's exception, without a socket."""
    emulator.faults.add(ConnectionDropped("after_body"), times=1)
    with emulator.client() as client:
        with pytest.raises(APIConnectionError):
            client.infer(RED, model="colours/1")
        assert client.infer(RED, model="colours/1").predictions
