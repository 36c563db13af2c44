"""The sources of an API key: argument, environment or function; and its absence from logs."""

from __future__ import annotations

import asyncio
import logging
import re
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import quote

import httpx
import pytest

from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from tests.helpers.sessions import session
from visionapis import AsyncRoboflow, BadRequestError, ConfigurationError, Roboflow
from visionapis._http.auth import Authenticator, resolve_api_key
from visionapis._http.auth_schemes import BasicAuth
from visionapis._http.redaction import Secret
from visionapis_generated.roboflow.models import SingleLabelClassification
from visionapis_generated.ximilar.resources import Resources

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis.roboflow import ApiKeyIn

KEY = "rf_canary/key+1"
URL = "https://images.example.com/a.png"
BUSY = make_response("{}", status="503 Busy", retry_after="0")


def infer(url: str, key: str | Callable[[], str] | None, *, asynchronous: bool, times: int = 1) -> None:
    """Make calls with one client; all but the first go through a copy."""

    async def call_async() -> None:
        async with AsyncRoboflow(key, base_url=url) as client:
            for number in range(times):
                session_ = client if number < 1 else client.with_options(timeout=20.0)
                await session_.infer(URL, model="digits/1")

    if asynchronous:
        asyncio.run(call_async())
        return
    with Roboflow(key, base_url=url) as client:
        for number in range(times):
            (client if number < 1 else client.with_options(timeout=20.0)).infer(URL, model="digits/1")


@pytest.mark.parametrize("asynchronous", [False, True])
def test_key_function_is_called_per_call(asynchronous: bool) -> None:
    """The key function is called once per call, and all attempts of a call use the same key."""
    keys = iter(["first", "second", "third"])
    with RecordingServer(BUSY, make_response(SINGLE_LABEL)) as server:
        infer(server.url, lambda: next(keys), asynchronous=asynchronous, times=3)

    assert [request.query["api_key"] for request in server.received] == ["first", "first", "second", "third"]


def raise_with_key() -> str:
    """Raise an error that quotes the key."""
    raise LookupError(KEY)


INVALID_KEYS: dict[str, tuple[Callable[[], object], str]] = {
    "raises": (raise_with_key, "api_key() raised LookupError"),
    "None": (lambda: None, "invalid API key in the return value of api_key()"),
    "empty string": (lambda: "", "invalid API key in the return value of api_key()"),
    "line break": (lambda: f"{KEY}\n", "invalid API key in the return value of api_key()"),
    "bytes": (lambda: KEY.encode(), "invalid API key in the return value of api_key()"),
    "space": (lambda: f"Bearer {KEY}", "invalid API key in the return value of api_key()"),
}


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("name", INVALID_KEYS)
def test_invalid_key_from_a_function(name: str, asynchronous: bool) -> None:
    """An invalid key from a function raises ConfigurationError without the key, and nothing is sent."""
    function, message = INVALID_KEYS[name]
    with RecordingServer() as server, pytest.raises(ConfigurationError, match=re.escape(message)) as caught:
        infer(server.url, function, asynchronous=asynchronous)  # type: ignore[arg-type]  # the mistake under test

    assert server.received == []
    assert KEY not in f"{caught.value} {vars(caught.value)} {caught.value.__cause__} {caught.value.__context__}"


def test_key_function_is_called_again_after_a_failure() -> None:
    """After an invalid key, the next call calls the function again."""
    keys = iter(["a b", "good"])
    with RecordingServer() as server, Roboflow(lambda: next(keys), base_url=server.url) as client:
        with pytest.raises(ConfigurationError):
            client.infer(URL, model="digits/1")
        client.infer(URL, model="digits/1")

    assert [request.query["api_key"] for request in server.received] == ["good"]


@pytest.mark.parametrize("value", ["two words", "line\n", "ключ"])
def test_invalid_key_in_the_environment(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error of an invalid key in the environment names the variable but not its value."""
    monkeypatch.setenv("ROBOFLOW_API_KEY", value)
    with pytest.raises(ConfigurationError, match="invalid API key in ROBOFLOW_API_KEY") as caught:
        Roboflow()

    assert value not in str(caught.value)


def test_empty_variable_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty environment variable is the same as an unset one."""
    monkeypatch.setenv("ROBOFLOW_API_KEY", "")
    with pytest.raises(ConfigurationError, match="no API key") as caught:
        Roboflow()
    assert caught.value.hint == "set ROBOFLOW_API_KEY in the environment, or pass api_key="
    with RecordingServer() as server:
        infer(server.url, None, asynchronous=False)

    assert "api_key" not in server.received[0].query


ECHO = make_response(
    "{}",
    status="302 Found",
    location=f"http://127.0.0.1:1/?api_key={quote(KEY, safe='')}",
    x_echo=KEY,
    x_path=f"/{quote(KEY)}",
)


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("api_key_in", ["query", "header"])
@pytest.mark.parametrize("source", ["argument", "environment", "function"])
def test_log_has_no_key(
    source: str,
    api_key_in: ApiKeyIn,
    asynchronous: bool,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The DEBUG log does not have the key, even if response headers repeat it."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("ROBOFLOW_API_KEY", KEY if source == "environment" else "other")
    key = {"argument": KEY, "environment": None, "function": lambda: KEY}[source]

    async def call_async(url: str) -> None:
        async with AsyncRoboflow(key, base_url=url, api_key_in=api_key_in) as client:
            await client.infer(URL, model="digits/1")

    def call_sync(url: str) -> None:
        with Roboflow(key, base_url=url, api_key_in=api_key_in) as client:
            client.infer(URL, model="digits/1")

    with RecordingServer(ECHO) as server, pytest.raises(BadRequestError):
        asyncio.run(call_async(server.url)) if asynchronous else call_sync(server.url)

    assert KEY in f"{server.received[0].query} {server.received[0].headers}"
    assert "receive_response_headers.complete" in caplog.text
    for encoded_key in (KEY, quote(KEY), quote(KEY, safe="")):
        assert encoded_key not in caplog.text


def test_basic_auth_key_is_redacted(caplog: pytest.LogCaptureFixture) -> None:
    """The base64 form of a key in Basic authentication is in neither the log nor the error."""
    caplog.set_level(logging.DEBUG)
    encoded = b64encode(f"{KEY}:".encode()).decode()
    key = resolve_api_key(Secret(KEY), "VENDOR_API_KEY", optional=False)
    assert isinstance(key, Secret)
    reply = make_response({"message": f"bad credentials: Basic {encoded}"}, status="400 Bad", x_echo=f"Basic {encoded}")
    with RecordingServer(reply) as server:
        authenticator = Authenticator(httpx.URL(server.url), key, BasicAuth(), "VENDOR_API_KEY")
        with session(server.url, authenticator=authenticator) as session_, pytest.raises(BadRequestError) as caught:
            Resources(session_).tasks.list()

    assert server.received[0].headers["authorization"] == f"Basic {encoded}"
    assert "receive_response_headers.complete" in caplog.text
    assert encoded not in f"{caplog.text} {caught.value} {vars(caught.value)}"


def test_threads_can_log_while_keys_change(caplog: pytest.LogCaptureFixture) -> None:
    """16 threads with a new key for each call log at DEBUG without a key."""
    caplog.set_level(logging.DEBUG)
    keys = iter(range(1000))
    with (
        RecordingServer() as server,
        Roboflow(lambda: f"rf_key-{next(keys)}", base_url=server.url) as client,
        ThreadPoolExecutor(16) as pool,
    ):
        responses = list(pool.map(lambda _: client.infer(URL, model="digits/1"), range(128)))

    assert [each.top for each in responses if isinstance(each, SingleLabelClassification)] == ["seven"] * 128
    assert len({request.query["api_key"] for request in server.received}) == 128
    assert "rf_key" not in caplog.text
