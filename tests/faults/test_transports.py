"""Faults under a client, in front of a live endpoint."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Literal

import httpx
import pytest

from visionapis import AsyncRoboflow, DecodeError, QuotaError, Roboflow, TransportError
from visionapis_testing import FaultError, RoboflowEmulator
from visionapis_testing.contracts.contract import load
from visionapis_testing.faults import (
    AsyncFaultTransport,
    ConnectionLost,
    FaultPlan,
    FaultServer,
    FaultTransport,
    InvalidJSON,
    MissingField,
    Status,
)

from .channels import KEY, RED

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

Moment = Literal["before_body", "in_body", "after_body"]

URL = "https://pictures.example.com/red.png"


@pytest.fixture
def emulator() -> RoboflowEmulator:
    """A server with one model and one picture."""
    emulator = RoboflowEmulator(api_key=KEY)
    emulator.register("colours/1", [(RED, "red")])
    emulator.register_url(URL, RED)
    return emulator


def test_calls_of_the_client_have_names(emulator: RoboflowEmulator) -> None:
    """A fault for one call of an operation leaves the operation's other calls alone."""
    plan = FaultPlan()
    plan.add(Status(402, retry_after="7"), operation="classification_infer_url")
    with emulator.client(transport=FaultTransport(emulator.transport(), plan)) as client:
        assert client.infer(RED, model="colours/1").predictions
        with pytest.raises(QuotaError) as caught:
            client.infer(URL, model="colours/1")

    assert caught.value.retry_after == 7.0
    assert [injection.call for injection in plan.log] == ["classification_infer_url"]
    assert len(emulator.requests) == 1


def test_asynchronous_client(emulator: RoboflowEmulator) -> None:
    """The same for an asynchronous client, by operation id."""
    plan = FaultPlan()
    plan.add(InvalidJSON(), operation="classification_infer", times=1)

    async def call() -> None:
        transport = AsyncFaultTransport(emulator.transport(), plan)
        async with emulator.async_client(transport=transport) as client:
            with pytest.raises(DecodeError):
                await client.infer(RED, model="colours/1")
            await client.infer(RED, model="colours/1")

    asyncio.run(call())
    assert len(emulator.requests) == 2


def test_live_endpoint() -> None:
    """In front of a real connection an answer is altered that was really given, compressed or not."""

    with FaultServer(answer=b'{"predictions": []}') as server:
        plan = FaultPlan()
        plan.add(MissingField(), times=1)
        with httpx.Client(transport=FaultTransport(httpx.HTTPTransport(), plan)) as client:
            assert [client.get(server.url).json() for _ in range(2)] == [{}, {"predictions": []}]


def test_contract_names_requests_of_other_clients() -> None:
    """A client that knows no operations is told them by the contract."""
    plan = FaultPlan()
    plan.add(Status(503), operation="classification_infer_get")
    with FaultServer() as server:
        transport = FaultTransport(httpx.HTTPTransport(), plan, contract=load("roboflow"))
        with httpx.Client(transport=transport, base_url=server.url) as client:
            assert [client.request(method, "/a/1").status_code for method in ("GET", "POST")] == [503, 200]


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize(("moment", "pieces"), [("before_body", 0), ("in_body", 1), ("after_body", 3)])
def test_body_is_taken_as_far_as_it_was_sent(moment: Moment, pieces: int, asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """A caller that sends a stream finds it used as a real connection would have left it."""
    taken = 0
    plan = FaultPlan()
    plan.add(ConnectionLost(moment))

    def body() -> Iterator[bytes]:
        nonlocal taken
        for _ in range(3):
            taken += 1
            yield b"abc"

    async def async_body() -> AsyncIterator[bytes]:
        for piece in body():
            yield piece

    def post(url: str) -> None:
        with httpx.Client(transport=FaultTransport(httpx.HTTPTransport(), plan)) as client:
            client.post(url, content=body())

    async def async_post(url: str) -> None:
        async with httpx.AsyncClient(transport=AsyncFaultTransport(httpx.AsyncHTTPTransport(), plan)) as client:
            await client.post(url, content=async_body())

    with FaultServer() as server, pytest.raises(httpx.TransportError):
        asyncio.run(async_post(server.url)) if asynchronous else post(server.url)

    assert (taken, len(server.requests)) == (pieces, pieces == 3)


def test_fault_that_cannot_be_injected_is_seen() -> None:
    """An answer without such a field raises, instead of passing as if there had been a fault."""
    plan = FaultPlan()
    plan.add(MissingField(pointer="/top"))
    client = httpx.Client(transport=FaultTransport(httpx.HTTPTransport(), plan))
    with FaultServer() as server, client, pytest.raises(FaultError, match=r"^the answer has nothing at /top"):
        client.get(server.url)


def test_closing() -> None:
    """The inner transport is closed with the one around it."""
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


def test_typed_error_of_a_lost_connection(emulator: RoboflowEmulator) -> None:
    """An emulator's plan reaches its own client, without a socket."""
    emulator.faults.add(ConnectionLost("after_body"), times=1)
    with emulator.client() as client:
        with pytest.raises(TransportError):
            client.infer(RED, model="colours/1")
        assert client.infer(RED, model="colours/1").predictions
