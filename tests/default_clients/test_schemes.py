"""The clients of vendors without a handwritten one send the key as the security schemes of their contracts say."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.recording import Received, RecordingServer, make_response
from visionapis import AuthenticationError, ConfigurationError

from .calls import KEY, PAIR, TAGGED, WRONG_KEY, call, classify, client_of
from .conftest import SCHEMES

if TYPE_CHECKING:
    from pathlib import Path

KEYED = [vendor for vendor in SCHEMES if not vendor.startswith("oauth")]


def basic(pair: str) -> str:
    """Return the value of a header of HTTP Basic."""
    return f"Basic {b64encode(pair.encode()).decode()}"


EXPECTED: dict[str, tuple[str, str]] = {
    "bearer": ("authorization", f"Bearer {KEY}"),
    "header": ("x-api-key", KEY),
    "token": ("authorization", f"Token {KEY}"),
    "cookie": ("cookie", f"session={KEY}"),
    "basic": ("authorization", basic(PAIR)),
    "basickey": ("authorization", basic(f"{KEY}:")),
}


def carries_key(vendor: str, request: Received) -> bool:
    """Return whether a request carries the key where the contract says."""
    if vendor == "query":
        return request.query.get("key") == KEY and KEY not in str(request.headers)
    name, value = EXPECTED[vendor]
    return request.headers.get(name) == value and "key" not in request.query


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("vendor", KEYED)
def test_key_is_sent_as_the_contract_says(modules: dict[str, Any], vendor: str, asynchronous: bool) -> None:
    """Each scheme of a contract leads to requests with the key in its place, and nowhere else."""
    with RecordingServer(TAGGED) as server:
        result = call(modules, vendor, server.url, classify, asynchronous=asynchronous)

    (request,) = server.received
    assert carries_key(vendor, request)
    assert result.top.name == "cat"


def test_key_in_a_field_of_the_body(modules: dict[str, Any]) -> None:
    """A field that is marked with `x-secret` carries the key; the vendor's own host requires one."""
    with RecordingServer(TAGGED) as server:
        call(modules, "form", server.url, classify)

    assert f'name="apikey"\r\n\r\n{KEY}\r\n'.encode() in server.received[0].body
    with pytest.raises(ConfigurationError, match="no API key"):
        client_of(modules, "form")()


def test_api_without_keys(modules: dict[str, Any]) -> None:
    """A client of an API without security schemes needs no key, and sends none."""
    client_of(modules, "open")().close()
    with RecordingServer(TAGGED) as server:
        call(modules, "open", server.url, classify)

    (request,) = server.received
    assert KEY not in f"{request.headers} {request.target} {request.body!r}"
    assert "Not used: the API requires no key." in (client_of(modules, "open").__init__.__doc__ or "")


@pytest.mark.parametrize("vendor", SCHEMES)
def test_operation_without_security_gets_no_key(modules: dict[str, Any], vendor: str) -> None:
    """An operation with `security: []` is called without the key, and without a token."""
    with RecordingServer(make_response({"status": "ok"})) as server:
        call(modules, vendor, server.url, lambda client: client.service.health())

    (request,) = server.received
    assert request.path == "/health"
    assert not {"authorization", "cookie", "x-api-key"} & request.headers.keys()
    assert request.query == {}


@pytest.mark.parametrize("vendor", KEYED)
def test_wrong_key_is_an_authentication_error(modules: dict[str, Any], vendor: str) -> None:
    """Status 401 raises AuthenticationError after one request."""
    with RecordingServer(WRONG_KEY) as server, pytest.raises(AuthenticationError, match="who are you") as caught:
        call(modules, vendor, server.url, classify)

    assert caught.value.hint == "check the API key"
    assert len(server.received) == 1


INVALID = {
    "basic": ("rf_key", "it must be user:password"),
    "oauth": ("rf_key", "it must be client_id:client_secret"),
    "cookie": ("rf;key", "it is sent in a cookie"),
    "bearer": ("rf key", "it must be non-empty ASCII text"),
}


@pytest.mark.parametrize("vendor", INVALID)
def test_key_in_another_form_is_rejected(modules: dict[str, Any], vendor: str) -> None:
    """A key that the scheme cannot carry raises ConfigurationError without the key, also one from a function."""
    key, message = INVALID[vendor]
    with pytest.raises(ConfigurationError, match=message) as caught:
        client_of(modules, vendor)(key)
    assert key not in str(caught.value)
    with RecordingServer(TAGGED) as server, pytest.raises(ConfigurationError, match=message):
        call(modules, vendor, server.url, classify, key=lambda: key)

    assert server.received == []


def test_password_may_have_spaces_and_umlauts(modules: dict[str, Any]) -> None:
    """HTTP Basic encodes user and password, so that they may be any text."""
    with RecordingServer(TAGGED) as server:
        call(modules, "basic", server.url, classify, key="jane:pass wörd:x")

    assert server.received[0].headers["authorization"] == basic("jane:pass wörd:x")


@pytest.mark.parametrize(("vendor", "name"), [("header", "X-API-KEY"), ("bearer", "Authorization")])
def test_header_of_the_key_is_the_clients(modules: dict[str, Any], vendor: str, name: str) -> None:
    """A caller cannot set the header that carries the key."""
    with pytest.raises(ConfigurationError, match="is set by the client"):
        client_of(modules, vendor)(KEY, default_headers={name: "x"})


def test_own_cookies_are_kept(modules: dict[str, Any]) -> None:
    """The key is added to the caller's own cookies."""
    with RecordingServer(TAGGED) as server:
        call(modules, "cookie", server.url, classify, default_headers={"Cookie": "a=b"})

    assert server.received[0].headers["cookie"] == f"a=b; session={KEY}"


def test_contract_changes_what_the_client_sends(generated: Path) -> None:
    """The scheme is written into the client's module; nothing reads a contract when a program runs."""
    text = (generated / "header" / "client.py").read_text(encoding="utf-8")

    assert 'HeaderAuth.with_prefix("", "X-Api-Key")' in text
    assert "in the header `X-Api-Key`" in " ".join(text.split())
    assert "openapi" not in text.partition("\n")[2]
