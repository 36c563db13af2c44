"""Access tokens of OAuth 2 that a server does not issue: errors, timeouts, and what they tell."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from tests.helpers.recording import RESET, Received, RecordingServer, make_response
from visionapis import (
    APIConnectionError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    RateLimitError,
    ResponseDecodeError,
    ServerError,
    VisionAPIError,
)
from visionapis._http import retry

from .calls import IMAGE, PAIR, PASSWORD, call, classify, client_of
from .token_service import ASYNC, REJECTED, Service, paths


@pytest.fixture(autouse=True)
def no_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retry without a delay."""
    monkeypatch.setattr(retry, "INITIAL_DELAY", 0.0)


FAILURES: dict[str, tuple[bytes, type[VisionAPIError], str]] = {
    "rejected": (
        make_response(REJECTED, status="401 Unauthorized"),
        AuthenticationError,
        "tags_of_file: no access token from {url}: status 401: invalid_client: unknown client",
    ),
    "bad request": (
        make_response(REJECTED, status="400 Bad Request"),
        AuthenticationError,
        "tags_of_file: no access token from {url}: status 400: invalid_client: unknown client",
    ),
    "not found": (
        make_response("no", status="404 Not Found"),
        AuthenticationError,
        "tags_of_file: no access token from {url}: status 404: no",
    ),
    "too many": (
        make_response("{}", status="429 Too Many Requests"),
        RateLimitError,
        "tags_of_file: no access token from {url}: status 429",
    ),
    "server": (
        make_response("{}", status="500 Error"),
        ServerError,
        "tags_of_file: no access token from {url}: status 500",
    ),
    "redirect": (
        make_response("", status="302 Found", location="https://login.example.com/oauth?next=/token"),
        BadRequestError,
        "tags_of_file: no access token from {url}: status 302: redirect to https://login.example.com",
    ),
    "redirect to nowhere": (
        make_response("", status="308 Permanent Redirect"),
        BadRequestError,
        "tags_of_file: no access token from {url}: status 308: redirect",
    ),
    "connection": (RESET, APIConnectionError, "tags_of_file: no access token: the connection to {url} failed"),
    "other field": (
        make_response({"token": "rf_other-token"}),
        ResponseDecodeError,
        "tags_of_file: no access token from {url}: the response does not match the contract",
    ),
    "other type": (
        make_response({"access_token": "rf_other-token", "token_type": "mac"}),
        ResponseDecodeError,
        "tags_of_file: no access token from {url}: the response does not match the contract",
    ),
    "too long": (
        make_response({"access_token": "rf_other-token" * 300_000}),
        ResponseDecodeError,
        "tags_of_file: no access token from {url}: the response does not match the contract",
    ),
    "endless lifetime": (
        make_response({"access_token": "rf_other-token", "expires_in": 10**400}),
        ResponseDecodeError,
        "tags_of_file: no access token from {url}: the response does not match the contract",
    ),
    "web page": (
        make_response("<html>", content_type="text/html"),
        ResponseDecodeError,
        "tags_of_file: no access token from {url}: the response is a web page",
    ),
}


@ASYNC
@pytest.mark.parametrize("name", FAILURES)
def test_failure_names_the_server_of_tokens(modules: dict[str, Any], name: str, asynchronous: bool) -> None:
    """Errors of token requests are typed, name their server, and show how to repeat the token request."""
    response, error_class, message = FAILURES[name]
    with RecordingServer(response) as server, pytest.raises(error_class) as caught:
        call(modules, "oauth", server.url, classify, asynchronous=asynchronous, max_retries=1)

    error, command = caught.value, caught.value.as_curl() or ""
    assert type(error) is error_class
    assert str(error).startswith(message.format(url=server.url)), str(error)
    assert error.operation == "tags_of_file"
    assert PASSWORD not in f"{error!r} {vars(error)} {command}"
    assert "rf_other-token" not in f"{error!r} {vars(error)}"
    options = "-u '<URL-encoded client_id>:<URL-encoded client_secret>' --data-urlencode grant_type=client_credentials"
    assert f"{server.url}/oauth/token {options}" in command
    assert set(paths(server)) == {"token"}
    is_temporary = error_class in {RateLimitError, ServerError, APIConnectionError}
    assert len(server.received) == error.attempts == (2 if is_temporary else 1)


@pytest.mark.parametrize("base_url", [None, "https://gateway.example"])
def test_hint_about_a_redirect(modules: dict[str, Any], base_url: str | None) -> None:
    """A redirect of a token request is no fault of the key; `base_url` helps only if it leads to the token URL."""
    transport = httpx.MockTransport(lambda _: httpx.Response(301, headers={"location": "https://other.example/"}))
    with pytest.raises(BadRequestError) as caught:
        call(modules, "oauth", base_url, classify, transport=transport)

    assert caught.value.hint == (base_url and "set base_url to the address of the API itself")


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
@pytest.mark.parametrize("vendor", ["oauth", "oauthform"])
def test_command_repeats_the_token_request(modules: dict[str, Any], vendor: str) -> None:
    """The command of an error sends the same token request, with the key from the environment."""
    pair = "jane:s3cret-word"
    with RecordingServer(make_response(REJECTED, status="401 Unauthorized")) as server:
        with pytest.raises(AuthenticationError) as caught:
            call(modules, vendor, server.url, classify, key=pair)
        subprocess.run(
            ["/bin/sh", "-c", f"{caught.value.as_curl()} --silent --noproxy '*'"],
            env={**os.environ, f"{vendor.upper()}_API_KEY": pair},
            capture_output=True,
            check=True,
        )

    first, second = server.received
    assert parse_qs(first.body.decode()) == parse_qs(second.body.decode())
    assert first.headers.get("authorization") == second.headers.get("authorization")


@ASYNC
def test_timeout_of_the_token_request(modules: dict[str, Any], asynchronous: bool) -> None:
    """A server of tokens that does not respond is named, and the call ends within its timeout."""
    start = time.monotonic()
    with RecordingServer(silent=True) as server, pytest.raises(APITimeoutError) as caught:
        call(modules, "oauth", server.url, classify, asynchronous=asynchronous, timeout=0.5)

    assert str(caught.value).startswith(f"tags_of_file: no access token: no complete response from {server.url}")
    assert not caught.value.request_sent
    assert time.monotonic() - start < 1.5


def test_waiting_calls_share_a_rejection(modules: dict[str, Any]) -> None:
    """A wrong key is sent once for the calls that wait for its token, not once per call."""

    def reject(_: Received) -> bytes:
        time.sleep(0.3)
        return make_response(REJECTED, status="401 Unauthorized")

    async def classify_all(client: Any) -> Any:
        return await asyncio.gather(*(client.classify(IMAGE) for _ in range(4)), return_exceptions=True)

    with RecordingServer(reject) as server:
        results = call(modules, "oauth", server.url, classify_all, asynchronous=True)
        with client_of(modules, "oauth")(PAIR, base_url=server.url) as client, ThreadPoolExecutor(4) as pool:
            futures = [pool.submit(client.classify, IMAGE) for _ in range(4)]
            results += [future.exception() for future in futures]

    assert [type(each) for each in results] == [AuthenticationError] * 8
    assert len({id(each) for each in results}) == 8
    assert paths(server) == ["token", "token"]


@ASYNC
def test_call_that_waits_for_a_token_times_out(modules: dict[str, Any], asynchronous: bool) -> None:
    """A call with a shorter timeout than the one that fetches the token ends within its own."""

    async def two(client: Any) -> Any:
        short = client.with_options(timeout=0.4)
        first = asyncio.ensure_future(client.classify(IMAGE))
        await asyncio.sleep(0.1)
        return await asyncio.gather(first, short.classify(IMAGE), return_exceptions=True)

    with RecordingServer(Service(delay=1.0)) as server:
        if asynchronous:
            first, second = call(modules, "oauth", server.url, two, asynchronous=True)
        else:
            with client_of(modules, "oauth")(PAIR, base_url=server.url) as client, ThreadPoolExecutor(2) as pool:
                future = pool.submit(client.classify, IMAGE)
                time.sleep(0.1)
                second = pool.submit(client.with_options(timeout=0.4).classify, IMAGE).exception()
                first = future.result()

    assert first.top.name == "cat"
    assert isinstance(second, APITimeoutError)
    assert str(second).startswith(f"tags_of_file: no access token from {server.url} within 0.3")
