"""Each kind of fault has the same effect through each channel."""

from __future__ import annotations

import time
from contextlib import contextmanager
from json import JSONDecodeError
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from visionapis_testing import FaultError
from visionapis_testing.faults import Fault, Injection, SlowResponse

from .channels import CHANNELS, IMAGE, SOCKETS, TRANSPORTS, open_channel
from .table import DESCRIPTIONS
from .table import FAULTS as ALL_FAULTS

if TYPE_CHECKING:
    from collections.abc import Generator

    from .channels import Channel

# A sleep lasts longer than its argument; shorter pauses save seconds per test.
QUICK = {"slow headers": SlowResponse("headers", 0.0005), "slow body": SlowResponse("body", 0.0005)}
FAULTS = {**ALL_FAULTS, **QUICK}
BROKEN: dict[str, type[httpx.TransportError] | tuple[type[httpx.TransportError], ...]] = {
    "reset before the body": httpx.RemoteProtocolError,
    # If the sockets' buffers hold the rest of the body, the client meets the reset when it reads, else when it writes.
    "reset in the body": (httpx.RemoteProtocolError, httpx.ReadError),
    "reset after the body": httpx.ReadError,
    "closed before the body": httpx.RemoteProtocolError,
    "closed in the body": httpx.RemoteProtocolError,
    "closed after the body": httpx.RemoteProtocolError,
    "stale connection": httpx.RemoteProtocolError,
    "truncated response": httpx.RemoteProtocolError,
}
JSON = "application/json"
REPLACED = {
    "rate limit": (429, JSON, {"retry-after": "1"}, '{"message": "Slow down."}'),
    "unavailable": (503, JSON, {"retry-after": "1"}, '{"message": "Busy."}'),
    "error after processing": (500, JSON, {}, '{"message": "Internal error."}'),
    "status 420": (420, JSON, {"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, '{"message": "Calm."}'),
    "status 430": (430, JSON, {}, ""),
    "status 520": (520, "text/html", {"x-edge": "1"}, "<html><body>edge</body></html>"),
    "documented error": (401, JSON, {}, '{"status":401,"message":"Unauthorized api_key"}'),
    "HTML page": (
        200,
        "text/html; charset=utf-8",
        {},
        "<!doctype html><html><body><h1>Sign in</h1></body></html>",
    ),
    "redirect": (302, None, {"location": "https://elsewhere.invalid/"}, ""),
}
CHANGED: dict[str, dict[str, Any]] = {
    "unknown field": {"field_of_tomorrow": {"new": True}},
    "unknown enum value": {"top": "value-of-tomorrow"},
    "missing field": {"image": None},
    "wrong type": {"inference_id": 17},
}
SLOW = {"latency": 0.2, "slow headers": 0.025, "slow body": 0.05}
REST = {"connection refused", "invalid JSON", "wrong content type", "any key accepted"}
# More than the sockets' buffers hold: the client is still writing when the connection breaks before the body.
LONG = b"A" * 25_000_000
PROCESSED = {
    "reset after the body",
    "closed after the body",
    "truncated response",
    "error after processing",
}


@contextmanager
def injecting(name: str, fault: str) -> Generator[Channel]:
    """Open a channel with a fault for the next call; check that it was injected and that the call after it succeeds."""
    with open_channel(name) as channel:
        channel.plan.add(FAULTS[fault], times=1)
        yield channel
        call = channel.plan.injections[0].call
        assert channel.plan.injections == (Injection(call, FAULTS[fault]),)
        assert channel.send().status_code == 200


@pytest.mark.parametrize("name", CHANNELS)
@pytest.mark.parametrize("fault", BROKEN)
def test_broken_connection(name: str, fault: str) -> None:
    """A broken connection raises the same exception through each channel, and only complete requests are processed."""
    with injecting(name, fault) as channel:
        content = LONG if fault.endswith(("before the body", "in the body")) else IMAGE
        with pytest.raises(BROKEN[fault]):
            channel.send(content)

        assert len(channel.processed) == (fault in PROCESSED)


@pytest.mark.parametrize("name", CHANNELS)
@pytest.mark.parametrize("fault", REPLACED)
def test_replaced_response(name: str, fault: str) -> None:
    """Status, headers and body are those of the fault; the server processes the request only if the fault says so."""
    with injecting(name, fault) as channel:
        response = channel.send()
        status, content_type, headers, body = REPLACED[fault]

        assert (response.status_code, response.headers.get("content-type"), response.text) == (
            status,
            content_type,
            body,
        )
        assert headers.items() <= response.headers.items()
        assert len(channel.processed) == (fault in PROCESSED)


@pytest.mark.parametrize("name", CHANNELS)
@pytest.mark.parametrize("fault", CHANGED)
def test_changed_field(name: str, fault: str) -> None:
    """The server's own response arrives with one field changed."""
    with open_channel(name) as channel:
        before = channel.send()
    with injecting(name, fault) as channel:
        after = channel.send()

        expected = {name: value for name, value in (before.json() | CHANGED[fault]).items() if value is not None}
        assert (after.status_code, after.headers["content-type"]) == (200, JSON)
        assert after.json() == expected
        assert len(channel.processed) == 1


@pytest.mark.parametrize("name", CHANNELS)
def test_invalid_json(name: str) -> None:
    """Invalid JSON arrives with a matching content-length."""
    with injecting(name, "invalid JSON") as channel:
        response = channel.send()

        assert (response.status_code, response.headers["content-type"]) == (200, JSON)
        assert int(response.headers["content-length"]) == len(response.content)
        with pytest.raises(JSONDecodeError):
            response.json()


@pytest.mark.parametrize("name", CHANNELS)
def test_wrong_content_type(name: str) -> None:
    """The server's own body arrives with another content type."""
    with injecting(name, "wrong content type") as channel:
        response = channel.send()

        assert response.headers["content-type"] == "text/plain"
        assert response.json()["top"] == "seven"


@pytest.mark.parametrize("name", CHANNELS)
@pytest.mark.parametrize("fault", SLOW)
def test_slow_response(name: str, fault: str) -> None:
    """The server's own response arrives late."""
    with injecting(name, fault) as channel:
        start = time.monotonic()
        response = channel.send()
        seconds = time.monotonic() - start

        assert response.json()["top"] == "seven"
        assert SLOW[fault] < seconds < SLOW[fault] + 5


@pytest.mark.parametrize("name", [name for name in CHANNELS if name != "emulator, asgi"])
def test_read_timeout(name: str) -> None:
    """A delay above the read timeout raises ReadTimeout; httpx's own ASGI transport has no timeouts."""
    with injecting(name, "latency") as channel:
        with pytest.raises(httpx.ReadTimeout):
            channel.send(read_timeout=0.05)

        end = time.monotonic() + 10
        while not channel.processed and time.monotonic() < end:  # a busy server may need longer than the client waits
            time.sleep(0.01)
        assert len(channel.processed) == 1


@pytest.mark.parametrize("name", CHANNELS)
def test_refused_connection(name: str) -> None:
    """A refused connection raises ConnectError, or gets status 500 from a server that has already accepted it."""
    with injecting(name, "connection refused") as channel:
        if name in SOCKETS:
            response = channel.send()
            assert (response.status_code, response.text.split(":")[0]) == (500, "connection_refused")
        else:
            with pytest.raises(httpx.ConnectError):
                channel.send()

        assert channel.processed == []


@pytest.mark.parametrize("name", CHANNELS)
def test_any_key(name: str) -> None:
    """An emulator accepts any key; a transport raises FaultError, and a server responds with status 500."""
    with injecting(name, "any key accepted") as channel:
        if name in TRANSPORTS:
            with pytest.raises(FaultError, match=r"^any_key_accepted: only an emulator"):
                channel.send(key="another")
        elif name == "server":
            response = channel.send(key="another")
            assert (response.status_code, response.text.split(":")[0]) == (500, "any_key_accepted")
        else:
            assert channel.send(key="another").json()["top"] == "seven"
            assert channel.send(key="another").status_code == 401


@pytest.mark.parametrize("fault", FAULTS)
def test_json(fault: str) -> None:
    """A fault is equal to the one created from its JSON."""
    assert Fault.from_json(FAULTS[fault].to_json()) == FAULTS[fault]


def test_table_is_complete() -> None:
    """Each kind of fault is in the table, and each row of the table is tested in exactly one test here."""
    assert {type(fault) for fault in FAULTS.values()} == set(Fault.kinds.values())
    assert sorted([*BROKEN, *REPLACED, *CHANGED, *SLOW, *REST]) == sorted(FAULTS) == sorted(DESCRIPTIONS)
