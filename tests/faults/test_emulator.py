"""Faults of an emulator."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Literal

import httpx
import pytest

from visionapis_testing import FaultError, RoboflowEmulator
from visionapis_testing.faults import (
    AnyKeyAccepted,
    ConnectionDropped,
    HTMLResponse,
    Latency,
    MissingField,
    StaleConnection,
    StatusResponse,
    TruncatedResponse,
)

from .channels import EMULATORS, FORM, IMAGE, KEY, RED, open_channel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visionapis_testing.faults import Fault
    from visionapis_testing.vendors.roboflow.profiles import ProfileName


def post(emulator: RoboflowEmulator, path: str = "/digits/1", key: str | None = KEY) -> httpx.Response:
    """Send a request for a classification, in process."""
    headers = FORM | ({"authorization": f"Bearer {key}"} if key else {})
    query = {"api_key": key} if key else {}
    with httpx.Client(transport=emulator.transport(), base_url="http://emulator") as client:
        return client.post(path, content=IMAGE, headers=headers, params=query)


def test_requests_are_recorded() -> None:
    """A request with a fault is recorded with the status that was sent, or None without a response."""
    emulator = RoboflowEmulator(api_key=KEY)
    for fault in (StatusResponse(503), HTMLResponse(), ConnectionDropped("before_body"), StaleConnection()):
        emulator.faults.add(fault, times=1)
    for _ in range(5):
        with suppress(httpx.TransportError):
            post(emulator)

    assert [request.status_code for request in emulator.requests] == [503, 200, None, None, 404]
    assert {request.operation_id for request in emulator.requests} == {"classification_infer"}


def test_faults_are_not_violations() -> None:
    """An injected response is not checked against the contract."""
    with open_channel("emulator, transport") as channel:
        channel.plan.add(MissingField())
        channel.plan.add(StatusResponse(599))
        channel.send()
    emulator = RoboflowEmulator()
    emulator.faults.add(StatusResponse(420))
    assert post(emulator).status_code == 420
    emulator.verify()


def test_reset_clears_the_plan() -> None:
    """After a reset, the plan has no rules and no injections."""
    emulator = RoboflowEmulator(api_key=KEY)
    emulator.faults.add(StatusResponse(503))
    post(emulator)
    emulator.reset()

    assert (post(emulator).status_code, emulator.faults.injections) == (404, ())


def test_unknown_operation() -> None:
    """A plan of an emulator accepts operation ids only, not names of the client's calls."""
    emulator = RoboflowEmulator()
    with pytest.raises(FaultError, match=r"^unknown operation 'classification_infer_url': expected one of classif"):
        emulator.faults.add(StatusResponse(503), operation="classification_infer_url")
    emulator.faults.add(StatusResponse(503), operation="classification_infer_get")

    assert (post(emulator).status_code, emulator.faults.injections) == (404, ())


@pytest.mark.parametrize("profile", ["serverless", "classify", "self-hosted"])
def test_any_key_accepted(profile: ProfileName) -> None:
    """With AnyKeyAccepted, each profile accepts a wrong key and rejects a missing one."""
    emulator = RoboflowEmulator(profile, api_key=KEY)
    emulator.register("digits/1", [(RED, "seven")])
    model = "/other/1" if profile == "self-hosted" else "/digits/1"
    rejected = post(emulator, model, key="another").status_code
    emulator.faults.add(AnyKeyAccepted())

    assert rejected in {401, 403}
    assert post(emulator, model, key="another").status_code == (404 if profile == "self-hosted" else 200)
    assert post(emulator, model, key=None).status_code == 401


@pytest.mark.parametrize("name", EMULATORS)
def test_inapplicable_fault(name: str) -> None:
    """A fault that does not apply to the response gets status 500 and a text that names the problem."""
    with open_channel(name) as channel:
        channel.plan.add(MissingField(pointer="/nothing"))
        response = channel.send()

    assert (response.status_code, response.headers["content-type"]) == (500, "text/plain; charset=utf-8")
    assert response.text == "the response has nothing at /nothing"


DROPPED = [
    ConnectionDropped(at, mode) for at in ("before_body", "in_body", "after_body") for mode in ("reset", "close")
]


@pytest.mark.parametrize("fault", [*DROPPED, StaleConnection(), TruncatedResponse(), Latency(0.1)], ids=str)
def test_server_continues(fault: Fault, caplog: pytest.LogCaptureFixture) -> None:
    """After a fault of the connection, the server responds to the next request, and nothing is logged."""
    with caplog.at_level(logging.WARNING), open_channel("emulator, socket") as channel:
        channel.plan.add(fault, times=1)
        with suppress(httpx.TransportError):
            channel.send(read_timeout=0.05)
        assert channel.send().status_code == 200

    assert [record.getMessage() for record in caplog.records] == []


@pytest.mark.parametrize("mode", ["reset", "close"])
def test_body_is_read_in_part(mode: Literal["reset", "close"]) -> None:
    """Half of the body is read; the client can send the rest if the connection is closed, but not if it is reset."""
    sent, size = 0, 80_000_000  # half of it does not fit into the buffers of the sockets

    def body() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(size // 100_000):
            sent += 100_000
            yield b"A" * 100_000

    emulator = RoboflowEmulator(api_key=KEY, max_body_bytes=size)
    emulator.faults.add(ConnectionDropped("in_body", mode))
    with emulator.serve() as url, pytest.raises(httpx.RemoteProtocolError):
        httpx.post(f"{url}/digits/1", content=body(), headers={"content-length": str(size)})

    assert size / 2 <= emulator.requests[0].body_bytes < size / 2 + 1_000_000
    assert (sent == size) == (mode == "close")


def test_body_above_the_limit() -> None:
    """A fault that reads the body stops at the emulator's limit, too."""
    emulator = RoboflowEmulator(api_key=KEY, max_body_bytes=10)
    emulator.faults.add(ConnectionDropped("in_body"))

    assert post(emulator).status_code == 413


def test_stale_connection() -> None:
    """Over a socket, StaleConnection fails the second request on a connection, not the first."""
    emulator = RoboflowEmulator(api_key=KEY)
    emulator.faults.add(StaleConnection())
    with emulator.serve() as url, httpx.Client(base_url=url) as client:
        assert client.post("/digits/1").status_code == 401
        with pytest.raises(httpx.RemoteProtocolError):
            client.post("/digits/1")
