"""An emulator with a plan."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Literal

import httpx
import pytest

from visionapis_testing import FaultError, RoboflowEmulator
from visionapis_testing.faults import (
    ConnectionLost,
    HalfAnswer,
    KeepAliveLost,
    Latency,
    MissingField,
    Status,
    WebPage,
    WrongKeyAccepted,
)

from .channels import EMULATORS, FORM, KEY, PICTURE, RED, open_way

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visionapis_testing.faults import Fault
    from visionapis_testing.vendors.roboflow.profiles import ProfileName


def post(emulator: RoboflowEmulator, path: str = "/digits/1", key: str | None = KEY) -> httpx.Response:
    """Ask for labels, in process."""
    headers = FORM | ({"authorization": f"Bearer {key}"} if key else {})
    query = {"api_key": key} if key else {}
    with httpx.Client(transport=emulator.transport(), base_url="http://emulator") as client:
        return client.post(path, content=PICTURE, headers=headers, params=query)


def test_requests_are_recorded() -> None:
    """What a fault happened to is recorded too, with the status that was sent; none where there was none."""
    emulator = RoboflowEmulator(api_key=KEY)
    for fault in (Status(503), WebPage(), ConnectionLost("before_body"), KeepAliveLost()):
        emulator.faults.add(fault, times=1)
    for _ in range(5):
        with suppress(httpx.TransportError):
            post(emulator)

    assert [request.status for request in emulator.requests] == [503, 200, None, None, 404]
    assert {request.operation_id for request in emulator.requests} == {"classification_infer"}


def test_faults_are_no_violations() -> None:
    """The emulator answers for its own answers alone, not for what was asked of it."""
    with open_way("emulator, transport") as way:
        way.plan.add(MissingField())
        way.plan.add(Status(599))
        way.send()
    emulator = RoboflowEmulator()
    emulator.faults.add(Status(420))
    assert post(emulator).status_code == 420
    emulator.verify()


def test_reset_forgets_faults() -> None:
    """A reset emulator has no faults before it or behind it."""
    emulator = RoboflowEmulator(api_key=KEY)
    emulator.faults.add(Status(503))
    post(emulator)
    emulator.reset()

    assert (post(emulator).status_code, emulator.faults.log) == (404, ())


def test_operations_are_known() -> None:
    """An emulator sees operations, not the client's calls of them, and says so."""
    emulator = RoboflowEmulator()
    with pytest.raises(FaultError, match=r"^there is no operation 'classification_infer_url' here; there are: class"):
        emulator.faults.add(Status(503), operation="classification_infer_url")
    emulator.faults.add(Status(503), operation="classification_infer_get")

    assert (post(emulator).status_code, emulator.faults.log) == (404, ())


@pytest.mark.parametrize("profile", ["serverless", "classify", "self-hosted"])
def test_wrong_key_accepted(profile: ProfileName) -> None:
    """Every kind of server takes a wrong key then, and still misses one that is missing."""
    emulator = RoboflowEmulator(profile, api_key=KEY)
    emulator.register("digits/1", [(RED, "seven")])
    model = "/other/1" if profile == "self-hosted" else "/digits/1"
    refused = post(emulator, model, key="another").status_code
    emulator.faults.add(WrongKeyAccepted())

    assert refused in {401, 403}
    assert post(emulator, model, key="another").status_code == (404 if profile == "self-hosted" else 200)
    assert post(emulator, model, key=None).status_code == 401


@pytest.mark.parametrize("name", EMULATORS)
def test_fault_that_cannot_be_injected_is_seen(name: str) -> None:
    """The answer names the problem, with status 500."""
    with open_way(name) as way:
        way.plan.add(MissingField(pointer="/nothing"))
        answer = way.send()

    assert (answer.status_code, answer.headers["content-type"]) == (500, "text/plain; charset=utf-8")
    assert answer.text == "the answer has nothing at /nothing: give the pointer of a field that it has"


BROKEN = [
    ConnectionLost(moment, how) for moment in ("before_body", "in_body", "after_body") for how in ("reset", "close")
]


@pytest.mark.parametrize("fault", [*BROKEN, KeepAliveLost(), HalfAnswer(), Latency(0.1)], ids=str)
def test_server_is_not_hurt(fault: Fault, caplog: pytest.LogCaptureFixture) -> None:
    """A connection that is broken on purpose leaves no complaint in the log, and the server goes on."""
    with caplog.at_level(logging.WARNING), open_way("emulator, socket") as way:
        way.plan.add(fault, times=1)
        with suppress(httpx.TransportError):
            way.send(read_timeout=0.05)
        assert way.send().status_code == 200

    assert [record.getMessage() for record in caplog.records] == []


@pytest.mark.parametrize("how", ["reset", "close"])
def test_body_is_read_in_part(how: Literal["reset", "close"]) -> None:
    """Half of a body is read; a reset keeps the client from sending the rest, an orderly end does not."""
    sent, size = 0, 80_000_000  # of which the system does not take in a half

    def body() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(size // 100_000):
            sent += 100_000
            yield b"A" * 100_000

    emulator = RoboflowEmulator(api_key=KEY, max_body_bytes=size)
    emulator.faults.add(ConnectionLost("in_body", how))
    with emulator.serve() as url, pytest.raises(httpx.RemoteProtocolError):
        httpx.post(f"{url}/digits/1", content=body(), headers={"content-length": str(size)})

    assert size / 2 <= emulator.requests[0].body_bytes < size / 2 + 1_000_000
    assert (sent == size) == (how == "close")


def test_body_above_the_limit() -> None:
    """A fault that reads on in a body stops where the emulator does."""
    emulator = RoboflowEmulator(api_key=KEY, max_body_bytes=10)
    emulator.faults.add(ConnectionLost("in_body"))

    assert post(emulator).status_code == 413


def test_new_connection_has_nothing_to_lose() -> None:
    """Over a socket a lost keep-alive waits for the second request on a connection."""
    emulator = RoboflowEmulator(api_key=KEY)
    emulator.faults.add(KeepAliveLost())
    with emulator.serve() as url, httpx.Client(base_url=url) as client:
        assert client.post("/digits/1").status_code == 401
        with pytest.raises(httpx.RemoteProtocolError):
            client.post("/digits/1")
