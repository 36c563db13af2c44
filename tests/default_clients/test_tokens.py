"""Access tokens of OAuth 2: fetched once, kept until shortly before they expire, and renewed once after status 401."""

from __future__ import annotations

import asyncio
import time
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, quote_plus

import httpx
import pytest

from tests.helpers.recording import RecordingServer
from visionapis import (
    AuthenticationError,
)
from visionapis._http import retry, tokens

from .calls import IMAGE, PAIR, PASSWORD, USER, call, classify, client_of
from .token_service import ASYNC, Service, paths


@pytest.fixture(autouse=True)
def no_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retry without a delay."""
    monkeypatch.setattr(retry, "INITIAL_DELAY", 0.0)


def classify_twice(client: Any) -> Any:
    """Classify an image twice, the second time with a copy of the client."""
    first, copy = client.classify(IMAGE), client.with_options(timeout=30.0)
    if not asyncio.iscoroutine(first):
        return copy.classify(IMAGE)

    async def again() -> Any:
        await first
        return await copy.classify(IMAGE)

    return again()


@ASYNC
def test_token_is_fetched_once(modules: dict[str, Any], asynchronous: bool) -> None:
    """One token serves all calls of a client and its copies; the key is sent to the server that issues it only."""
    with RecordingServer(Service()) as server:
        call(modules, "oauth", server.url, classify_twice, asynchronous=asynchronous)

    assert paths(server) == ["token", "tags", "tags"]
    token, *others = server.received
    pair = f"{USER}:{quote_plus(PASSWORD)}"
    assert token.headers["authorization"] == f"Basic {b64encode(pair.encode()).decode()}"
    assert parse_qs(token.body.decode()) == {"grant_type": ["client_credentials"], "scope": ["tag"]}
    assert {each.headers["authorization"] for each in others} == {"Bearer rf_token-1"}


@ASYNC
def test_key_in_the_form(modules: dict[str, Any], asynchronous: bool) -> None:
    """With `x-credentials: form` the token request has id and secret in its body."""
    with RecordingServer(Service()) as server:
        call(modules, "oauthform", server.url, classify, asynchronous=asynchronous)

    token = server.received[0]
    fields = {"client_id": [USER], "client_secret": [PASSWORD]}
    assert parse_qs(token.body.decode()) == {"grant_type": ["client_credentials"], "scope": ["tag"], **fields}
    assert "authorization" not in token.headers


def test_key_in_the_form_over_aiohttp(modules: dict[str, Any]) -> None:
    """The transport `aiohttp` sends the same token request."""
    with RecordingServer(Service()) as server:
        call(modules, "oauthform", server.url, classify, asynchronous=True, transport="aiohttp")

    assert parse_qs(server.received[0].body.decode())["client_secret"] == [PASSWORD]
    assert paths(server) == ["token", "tags"]


@ASYNC
def test_token_request_needs_no_place(modules: dict[str, Any], asynchronous: bool) -> None:
    """A token is fetched while its call has the only place of `max_concurrency`."""
    with RecordingServer(Service()) as server:
        call(modules, "oauth", server.url, classify_twice, asynchronous=asynchronous, max_concurrency=1, timeout=5.0)

    assert paths(server) == ["token", "tags", "tags"]


@pytest.mark.parametrize("lifetime", [3600, 0])
def test_concurrent_threads_share_a_token(modules: dict[str, Any], lifetime: float) -> None:
    """Calls of several threads wait for the same token, however short-lived it is."""
    with (
        RecordingServer(Service(lifetime=lifetime, delay=0.2)) as server,
        client_of(modules, "oauth")(PAIR, base_url=server.url, max_concurrency=8) as client,
        ThreadPoolExecutor(8) as pool,
    ):
        list(pool.map(client.classify, [IMAGE] * 8))

    assert paths(server).count("token") == 1
    assert paths(server).count("tags") == 8


@pytest.mark.parametrize("lifetime", [3600, 0])
def test_concurrent_tasks_share_a_token(modules: dict[str, Any], lifetime: float) -> None:
    """Calls of several tasks wait for the same token, however short-lived it is."""

    async def classify_all(client: Any) -> None:
        await asyncio.gather(*(client.classify(IMAGE) for _ in range(8)))

    with RecordingServer(Service(lifetime=lifetime, delay=0.2)) as server:
        call(modules, "oauth", server.url, classify_all, asynchronous=True)

    assert paths(server).count("token") == 1
    assert paths(server).count("tags") == 8


def test_cancelled_task_leaves_the_token_to_others(modules: dict[str, Any]) -> None:
    """If the task that fetches the token is cancelled, another one fetches it."""

    async def cancel_first(client: Any) -> None:
        first, second = (asyncio.ensure_future(client.classify(IMAGE)) for _ in range(2))
        await asyncio.sleep(0.1)
        first.cancel()
        assert (await second).top.name == "cat"

    with RecordingServer(Service(delay=0.3)) as server:
        call(modules, "oauth", server.url, cancel_first, asynchronous=True)

    assert paths(server) == ["token", "token", "tags"]


@ASYNC
def test_token_is_renewed_once_after_status_401(modules: dict[str, Any], asynchronous: bool) -> None:
    """A rejected token is replaced and the call repeated, also a billable call without retries."""
    with RecordingServer(Service(valid=2)) as server:
        result = call(modules, "oauth", server.url, classify, asynchronous=asynchronous, max_retries=0)

    assert paths(server) == ["token", "tags", "token", "tags"]
    assert result.top.name == "cat"


@ASYNC
def test_second_rejection_is_raised(modules: dict[str, Any], asynchronous: bool) -> None:
    """A call whose second token is rejected too raises AuthenticationError."""
    with RecordingServer(Service(valid=9)) as server, pytest.raises(AuthenticationError, match="who are you") as caught:
        call(modules, "oauth", server.url, classify, asynchronous=asynchronous)

    assert paths(server) == ["token", "tags", "token", "tags"]
    assert caught.value.attempts == 2


def test_token_is_replaced_before_it_expires(modules: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A token is replaced half a minute before its end, and a short-lived one after nine tenths of its time."""
    now = time.monotonic()
    for lifetime, kept, over in ((3600, 3569, 3571), (10, 8.5, 9.5)):
        service = Service(lifetime=lifetime)
        with RecordingServer(service) as server, client_of(modules, "oauth")(PAIR, base_url=server.url) as client:
            for later, count in ((0, 1), (kept, 1), (over, 2)):
                monkeypatch.setattr(tokens, "monotonic", lambda later=later: now + later)
                client.classify(IMAGE)
                assert service.issued == count


def test_token_without_an_end_is_kept(modules: dict[str, Any]) -> None:
    """A token whose response has no `expires_in` is kept until it is rejected; the number may be a text."""
    for service in (Service(lifetime=None), Service(lifetime=None, expires_in="3600")):
        with RecordingServer(service) as server:
            call(modules, "oauth", server.url, classify_twice)
        assert paths(server) == ["token", "tags", "tags"]


def test_other_key_gets_another_token(modules: dict[str, Any]) -> None:
    """A function that returns another key leads to a new token."""
    keys = iter(["a:b", "a:b", "c:d"])
    service = Service()
    with (
        RecordingServer(service) as server,
        client_of(modules, "oauth")(lambda: next(keys), base_url=server.url) as client,
    ):
        for count in (1, 1, 2):
            client.classify(IMAGE)
            assert service.issued == count


ADDRESSES: dict[str, tuple[str | None, str, str]] = {
    "its own": (None, "https://login.tags.example/oauth/token", "https://api.tags.example/v1/tags"),
    "another of the vendor's": (
        "https://eu.api.tags.example",
        "https://login.tags.example/oauth/token",
        "https://eu.api.tags.example/tags",
    ),
    "a gateway": (
        "https://gateway.example/v1",
        "https://gateway.example/oauth/token",
        "https://gateway.example/v1/tags",
    ),
}


@pytest.mark.parametrize("name", ADDRESSES)
def test_server_of_tokens(modules: dict[str, Any], name: str) -> None:
    """The vendor's hosts have the token URL of the contract; another server, such as an emulator, issues its own."""
    base_url, *expected = ADDRESSES[name]
    sent: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        is_token = request.url.path.endswith("token")
        body: dict[str, object] = {"access_token": "rf_token-1"} if is_token else {"result": {"tags": []}}
        return httpx.Response(200, json=body)

    call(
        modules, "oauth", base_url, classify, transport=httpx.MockTransport(respond), default_headers={"X-Gateway": "x"}
    )
    assert [str(request.url) for request in sent] == expected
    assert ["x-gateway" in request.headers for request in sent] == [False, True]


def test_raw_response_is_that_of_the_api(modules: dict[str, Any]) -> None:
    """`raw_response` returns the response of the call, not of the token request."""
    with RecordingServer(Service()) as server:
        raw = call(modules, "oauth", server.url, lambda client: client.raw_response(client.classify, IMAGE))

    assert b"Katze" in raw.content


def test_attempts_are_told(modules: dict[str, Any]) -> None:
    """`on_attempt` is told of token requests, too, with the host that they are sent to."""
    attempts: list[Any] = []
    with RecordingServer(Service(valid=2)) as server:
        call(modules, "oauth", server.url, classify, on_attempt=attempts.append)

    names = [(each.operation.name, each.number, each.status_code, each.retry_delay) for each in attempts]
    assert names == [
        ("oauth2_token", 1, 200, None),
        ("tags_of_file", 1, 401, 0.0),
        ("oauth2_token", 1, 200, None),
        ("tags_of_file", 2, 200, None),
    ]
