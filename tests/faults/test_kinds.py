"""What arrives when a fault is injected is what its kind says, in every way in which it is injected."""

from __future__ import annotations

import time
from contextlib import contextmanager
from json import JSONDecodeError
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from visionapis_testing import FaultError
from visionapis_testing.faults import Drip, Fault, Injection

from .channels import PICTURE, SOCKETS, TRANSPORTS, WAYS, open_way
from .table import DESCRIPTIONS
from .table import FAULTS as ALL_FAULTS

if TYPE_CHECKING:
    from collections.abc import Generator

    from .channels import Way

# Pauses of a loop last longer than they are told to: shorter ones drip for seconds less.
QUICK = {"dripping headers": Drip("headers", 0.0005), "dripping body": Drip("body", 0.0005)}
FAULTS = {**ALL_FAULTS, **QUICK}
BROKEN: dict[str, type[httpx.TransportError] | tuple[type[httpx.TransportError], ...]] = {
    "reset before the body": httpx.RemoteProtocolError,
    # The system may have taken in the rest: then the client meets the reset when it reads, else when it writes.
    "reset in the body": (httpx.RemoteProtocolError, httpx.ReadError),
    "reset after the body": httpx.ReadError,
    "closed before the body": httpx.RemoteProtocolError,
    "closed in the body": httpx.RemoteProtocolError,
    "closed after the body": httpx.RemoteProtocolError,
    "keep-alive lost": httpx.RemoteProtocolError,
    "half an answer": httpx.RemoteProtocolError,
}
JSON = "application/json"
REPLACED = {
    "rate limit": (429, JSON, {"retry-after": "1"}, '{"message": "Slow down."}'),
    "busy": (503, JSON, {"retry-after": "1"}, '{"message": "Busy."}'),
    "failed after acting": (500, JSON, {}, '{"message": "Internal error."}'),
    "status 420": (420, JSON, {"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, '{"message": "Calm."}'),
    "status 430": (430, JSON, {}, ""),
    "status 520": (520, "text/html", {"x-edge": "1"}, "<html><body>edge</body></html>"),
    "web page": (
        200,
        "text/html; charset=utf-8",
        {},
        "<!doctype html><html><body><h1>Sign in</h1></body></html>",
    ),
    "redirect": (302, None, {"location": "https://elsewhere.invalid/"}, ""),
}
ALTERED: dict[str, dict[str, Any]] = {
    "unknown field": {"field_of_tomorrow": {"new": True}},
    "unknown enum value": {"top": "value-of-tomorrow"},
    "missing field": {"image": None},
    "wrong type": {"inference_id": 17},
}
SLOW = {"latency": 0.2, "dripping headers": 0.025, "dripping body": 0.05}
REST = {"connection refused", "invalid JSON", "wrong content type", "wrong key accepted"}
# More than the system takes in while nobody reads: a client that is cut off before the body is still writing it.
LONG = b"A" * 25_000_000
ACTED = {
    "reset after the body",
    "closed after the body",
    "half an answer",
    "failed after acting",
}


@contextmanager
def planned(name: str, fault: str) -> Generator[Way]:
    """A way with one fault ahead; afterwards it was injected, and the next call goes well."""
    with open_way(name) as way:
        way.plan.add(FAULTS[fault], times=1)
        yield way
        call = way.plan.log[0].call
        assert way.plan.log == (Injection(call, FAULTS[fault]),)
        assert way.send().status_code == 200


@pytest.mark.parametrize("name", WAYS)
@pytest.mark.parametrize("fault", BROKEN)
def test_broken_connection(name: str, fault: str) -> None:
    """A connection that breaks is the same exception everywhere, and the server acts on a whole request alone."""
    with planned(name, fault) as way:
        content = LONG if fault.endswith(("before the body", "in the body")) else PICTURE
        with pytest.raises(BROKEN[fault]):
            way.send(content)

        assert len(way.acted) == (fault in ACTED)


@pytest.mark.parametrize("name", WAYS)
@pytest.mark.parametrize("fault", REPLACED)
def test_replaced_answer(name: str, fault: str) -> None:
    """Status, content type, headers and body are the fault's; the server acts where the fault says so."""
    with planned(name, fault) as way:
        answer = way.send()
        status, content_type, headers, body = REPLACED[fault]

        assert (answer.status_code, answer.headers.get("content-type"), answer.text) == (status, content_type, body)
        assert headers.items() <= answer.headers.items()
        assert len(way.acted) == (fault in ACTED)


@pytest.mark.parametrize("name", WAYS)
@pytest.mark.parametrize("fault", ALTERED)
def test_altered_field(name: str, fault: str) -> None:
    """The true answer arrives, with one field altered: one that the contract requires, where one is missing."""
    with open_way(name) as way:
        before = way.send()
    with planned(name, fault) as way:
        after = way.send()

        expected = {name: value for name, value in (before.json() | ALTERED[fault]).items() if value is not None}
        assert (after.status_code, after.headers["content-type"]) == (200, JSON)
        assert after.json() == expected
        assert len(way.acted) == 1


@pytest.mark.parametrize("name", WAYS)
def test_invalid_json(name: str) -> None:
    """A document that ends in the middle arrives whole, as far as HTTP knows."""
    with planned(name, "invalid JSON") as way:
        answer = way.send()

        assert (answer.status_code, answer.headers["content-type"]) == (200, JSON)
        assert int(answer.headers["content-length"]) == len(answer.content)
        with pytest.raises(JSONDecodeError):
            answer.json()


@pytest.mark.parametrize("name", WAYS)
def test_wrong_content_type(name: str) -> None:
    """The true document arrives as something else."""
    with planned(name, "wrong content type") as way:
        answer = way.send()

        assert answer.headers["content-type"] == "text/plain"
        assert answer.json()["top"] == "seven"


@pytest.mark.parametrize("name", WAYS)
@pytest.mark.parametrize("fault", SLOW)
def test_slow_answer(name: str, fault: str) -> None:
    """The true answer arrives, late."""
    with planned(name, fault) as way:
        start = time.monotonic()
        answer = way.send()
        seconds = time.monotonic() - start

        assert answer.json()["top"] == "seven"
        assert SLOW[fault] < seconds < SLOW[fault] + 5


@pytest.mark.parametrize("name", [name for name in WAYS if name != "emulator, asgi"])
def test_answer_that_comes_too_late(name: str) -> None:
    """A wait above the read timeout is a timeout, after the server acted. (httpx's own ASGI transport knows none.)"""
    with planned(name, "latency") as way:
        with pytest.raises(httpx.ReadTimeout):
            way.send(read_timeout=0.05)

        assert len(way.acted) == 1


@pytest.mark.parametrize("name", WAYS)
def test_refused_connection(name: str) -> None:
    """It is what httpx raises where nothing listens; a server that was reached says that it cannot refuse any more."""
    with planned(name, "connection refused") as way:
        if name in SOCKETS:
            answer = way.send()
            assert (answer.status_code, answer.text.split(":")[0]) == (500, "connection_refused")
        else:
            with pytest.raises(httpx.ConnectError):
                way.send()

        assert way.acted == []


@pytest.mark.parametrize("name", WAYS)
def test_wrong_key(name: str) -> None:
    """An emulator takes any key then; what is no emulator says that it cannot."""
    with planned(name, "wrong key accepted") as way:
        if name in TRANSPORTS:
            with pytest.raises(FaultError, match=r"^wrong_key_accepted: only an emulator"):
                way.send(key="another")
        elif name == "server":
            answer = way.send(key="another")
            assert (answer.status_code, answer.text.split(":")[0]) == (500, "wrong_key_accepted")
        else:
            assert way.send(key="another").json()["top"] == "seven"
            assert way.send(key="another").status_code == 401


@pytest.mark.parametrize("fault", FAULTS)
def test_plain_data(fault: str) -> None:
    """A fault goes through JSON unchanged."""
    assert Fault.from_json(FAULTS[fault].to_json()) == FAULTS[fault]


def test_table_is_complete() -> None:
    """Every kind is in the table, and every line of the table is tested here."""
    assert {type(fault) for fault in FAULTS.values()} == set(Fault.kinds.values())
    assert [*BROKEN, *REPLACED, *ALTERED, *SLOW, *REST] == [
        *dict.fromkeys([*BROKEN, *REPLACED, *ALTERED, *SLOW, *REST])
    ]
    assert set(FAULTS) == {*BROKEN, *REPLACED, *ALTERED, *SLOW, *REST} == set(DESCRIPTIONS)
