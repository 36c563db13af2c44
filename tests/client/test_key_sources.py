"""Where the key of a call comes from, and that no log line has it."""

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

from tests.helpers.recording import SINGLE_LABEL, RecordingServer, answer
from tests.helpers.sessions import session
from visionapis import AsyncRoboflow, BadRequestError, ConfigurationError, Roboflow
from visionapis._http.auth import AsUser, Keyring, find_key
from visionapis._http.redaction import Secret
from visionapis_generated.ximilar.facade import Facade

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis.roboflow.requests import KeyIn

KEY = "rf_canary/key+1"
URL = "https://pictures.example.com/a.png"
BUSY = answer("{}", status="503 Busy", retry_after="0")


def infer(url: str, key: str | Callable[[], str] | None, *, asynchronous: bool, times: int = 1) -> None:
    """Calls of one client, the last ones of a copy."""

    async def later() -> None:
        async with AsyncRoboflow(key, base_url=url) as client:
            for number in range(times):
                caller = client if number < 1 else client.with_options(timeout=20.0)
                await caller.infer(URL, model="digits/1")

    if asynchronous:
        asyncio.run(later())
        return
    with Roboflow(key, base_url=url) as client:
        for number in range(times):
            (client if number < 1 else client.with_options(timeout=20.0)).infer(URL, model="digits/1")


@pytest.mark.parametrize("asynchronous", [False, True])
def test_function_is_asked_on_each_call(asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """A key can be replaced while a client is in use; a call keeps its own over all its attempts."""
    keys = iter(["first", "second", "third"])
    with RecordingServer(BUSY, answer(SINGLE_LABEL)) as server:
        infer(server.url, lambda: next(keys), asynchronous=asynchronous, times=3)

    assert [request.query["api_key"] for request in server.received] == ["first", "first", "second", "third"]


def refuse() -> str:
    """A store of keys that is out of order, and says too much."""
    raise LookupError(KEY)


ODD: dict[str, tuple[Callable[[], object], str]] = {
    "raises": (refuse, "api_key() gave no key: it raised LookupError"),
    "nothing": (lambda: None, "what api_key() gives"),
    "an empty text": (lambda: "", "what api_key() gives"),
    "a line break": (lambda: f"{KEY}\n", "what api_key() gives"),
    "bytes": (lambda: KEY.encode(), "what api_key() gives"),
    "two words": (lambda: f"Bearer {KEY}", "what api_key() gives"),
}


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("name", ODD)
def test_function_that_gives_no_key(name: str, asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """Nothing is sent, nothing is shown, and the client can be used again."""
    function, words = ODD[name]
    with RecordingServer() as server, pytest.raises(ConfigurationError, match=re.escape(words)) as caught:
        infer(server.url, function, asynchronous=asynchronous)  # type: ignore[arg-type]  # the mistake under test

    assert server.received == []
    assert KEY not in f"{caught.value} {vars(caught.value)} {caught.value.__cause__} {caught.value.__context__}"


def test_function_that_fails_once() -> None:
    """The next call asks again."""
    given = iter(["a b", "good"])
    with RecordingServer() as server, Roboflow(lambda: next(given), base_url=server.url) as client:
        with pytest.raises(ConfigurationError):
            client.infer(URL, model="digits/1")
        client.infer(URL, model="digits/1")

    assert [request.query["api_key"] for request in server.received] == ["good"]


@pytest.mark.parametrize("value", ["two words", "line\n", "ключ"])
def test_bad_key_of_the_environment(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the variable, and not its value."""
    monkeypatch.setenv("ROBOFLOW_API_KEY", value)
    with pytest.raises(ConfigurationError, match="ROBOFLOW_API_KEY holds a blank") as caught:
        Roboflow()

    assert value not in str(caught.value)


def test_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if it were not set."""
    monkeypatch.setenv("ROBOFLOW_API_KEY", "")
    with pytest.raises(ConfigurationError, match="set ROBOFLOW_API_KEY"):
        Roboflow()
    with RecordingServer() as server:
        infer(server.url, None, asynchronous=False)

    assert "api_key" not in server.received[0].query


ECHO = answer(
    "{}",
    status="302 Found",
    location=f"http://127.0.0.1:1/?api_key={quote(KEY, safe='')}",
    x_echo=KEY,
    x_path=f"/{quote(KEY)}",
)


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("key_in", ["query", "bearer"])
@pytest.mark.parametrize("source", ["argument", "environment", "function"])
def test_log_has_no_key(
    source: str,
    key_in: KeyIn,
    asynchronous: bool,  # noqa: FBT001  (a test's parameter)
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """At DEBUG httpcore logs the headers of answers, and this server echoes the key in three of them."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("ROBOFLOW_API_KEY", KEY if source == "environment" else "other")
    key = {"argument": KEY, "environment": None, "function": lambda: KEY}[source]

    async def later(url: str) -> None:
        async with AsyncRoboflow(key, base_url=url, key_in=key_in) as client:
            await client.infer(URL, model="digits/1")

    def at_once(url: str) -> None:
        with Roboflow(key, base_url=url, key_in=key_in) as client:
            client.infer(URL, model="digits/1")

    with RecordingServer(ECHO) as server, pytest.raises(BadRequestError):
        asyncio.run(later(server.url)) if asynchronous else at_once(server.url)

    assert KEY in f"{server.received[0].query} {server.received[0].headers}"
    assert "receive_response_headers.complete" in caplog.text
    for spelling in (KEY, quote(KEY), quote(KEY, safe="")):
        assert spelling not in caplog.text


def test_key_as_a_user_is_in_no_log_and_no_error(caplog: pytest.LogCaptureFixture) -> None:
    """As HTTP Basic authentication spells it, which anyone can read."""
    caplog.set_level(logging.DEBUG)
    spelled = b64encode(f"{KEY}:".encode()).decode()
    key = find_key(Secret(KEY), "VENDOR_API_KEY", optional=False)
    assert isinstance(key, Secret)
    reply = answer({"message": f"bad credentials: Basic {spelled}"}, status="400 Bad", x_echo=f"Basic {spelled}")
    with RecordingServer(reply) as server:
        keyring = Keyring(httpx.URL(server.url), key, AsUser(), "VENDOR_API_KEY")
        with session(server.url, keyring=keyring) as caller, pytest.raises(BadRequestError) as caught:
            Facade(caller).tasks.list()

    assert server.received[0].headers["authorization"] == f"Basic {spelled}"
    assert "receive_response_headers.complete" in caplog.text
    assert spelled not in f"{caplog.text} {caught.value} {vars(caught.value)}"


def test_threads_can_log_while_keys_change(caplog: pytest.LogCaptureFixture) -> None:
    """A new key for each call, in 16 threads, with all that there is to log."""
    caplog.set_level(logging.DEBUG)
    keys = iter(range(1000))
    with (
        RecordingServer() as server,
        Roboflow(lambda: f"rf_key-{next(keys)}", base_url=server.url) as client,
        ThreadPoolExecutor(16) as pool,
    ):
        answers = list(pool.map(lambda _: client.infer(URL, model="digits/1").to_dict()["top"], range(128)))

    assert answers == ["seven"] * 128
    assert len({request.query["api_key"] for request in server.received}) == 128
    assert "rf_key" not in caplog.text
