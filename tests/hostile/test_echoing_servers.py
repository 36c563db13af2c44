"""Servers and proxies that repeat the key or the proxy's password in every part of a response, in many spellings."""

from __future__ import annotations

import asyncio
import gc
import json
from base64 import b64encode
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
import pytest

from tests.client.proxied import no_proxies as no_proxies
from tests.helpers.canary import (
    KEY,
    MARKS,
    PASSWORD,
    URL,
    captured_output,
    find_marks,
    frame_locals,
    spellings,
    visible_texts,
)
from tests.helpers.canary_calls import outcomes
from tests.helpers.echo_servers import everywhere
from tests.helpers.recording import RecordingServer, make_response
from visionapis import AsyncRoboflow, AsyncXimilar, Roboflow, VisionAPIError, Ximilar
from visionapis._http.redaction import Secret, redact, url_secrets

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

pytestmark = pytest.mark.usefixtures("no_proxies")

TRANSPORTS = ["synchronous", "httpx", "aiohttp"]
GIVEN: dict[str, Callable[[str], object]] = {
    "synchronous": lambda url: httpx.HTTPTransport(proxy=url),
    "httpx": lambda url: httpx.AsyncHTTPTransport(proxy=url),
}
STATUSES = (200, 302, 400, 401, 404, 407, 429, 500, 502)


def leaks(results: Sequence[object], captured: dict[str, str], inputs: Sequence[object] = ()) -> list[str]:
    """Return the marks that errors, logs and warnings show, each with its place."""
    assert {isinstance(each, VisionAPIError) for each in results} == {True}, results
    errors = [each for each in results if isinstance(each, BaseException)]
    shown = [place for each in errors for place in (*visible_texts(each), *frame_locals(each, inputs))]
    return [f"{place}: {mark}" for place, text in (*shown, *captured.items()) for mark in find_marks(text)]


@pytest.mark.parametrize("mark", MARKS)
def test_spellings_of_a_mark_are_found(mark: str) -> None:
    """Every spelling that these servers use is found by the tests, so that none passes unseen."""
    assert all(find_marks(each) == {mark} for each in spellings(f"a/{mark}~+x=="))


@pytest.mark.parametrize("secret", [KEY, PASSWORD, URL, "rf_canary-KEY", "a~b/c+d==", "0123456789abcdef"])
def test_every_spelling_is_redacted(secret: str) -> None:
    """A secret is replaced in every spelling, and with it the whole base64 text that contains it."""
    secrets = [Secret(each, stays_in_prose=False) for each in (url_secrets(secret) if "://" in secret else [secret])]
    wide = [secret.encode(encoding).decode("latin-1") for encoding in ("utf-16-le", "utf-16-be", "utf-32")]
    for spelling in (*spellings(secret), *wide):
        assert find_marks(redact(f"before {spelling} after", secrets)) == set()
        assert "***" in redact(f"before {spelling} after", secrets)


@pytest.mark.parametrize("api_key_in", ["header", "query"])
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_server_that_repeats_the_key_everywhere(
    transport: str, api_key_in: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """A server shows the key and a signed URL in its status line, headers and body; no error, pickle or log does."""
    client_class: Any = Roboflow if transport == "synchronous" else AsyncRoboflow
    options: Any = {"api_key_in": api_key_in, "max_retries": 0}
    if transport != "synchronous":
        options["transport"] = transport
    replies = [everywhere(status, secret) for status in STATUSES for secret in (KEY, URL)]
    calls = [lambda client: client.classify(URL, model="digits/1")] * len(replies)
    with RecordingServer(*replies) as server, captured_output(capfd) as captured:
        results = outcomes(client_class, server.url, calls, **options)

    assert leaks(results, captured, [URL]) == []
    assert len(server.received) == len(replies)


@pytest.mark.parametrize("content_type", ["application/json", "application/xml", "text/plain; charset=utf-16"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32-le", "utf-8-sig", "cp037"])
def test_body_in_another_encoding(encoding: str, content_type: str) -> None:
    """A body is redacted whatever the encoding of its text."""
    body = f'<?xml version="1.0"?><Error><Signature>{URL.partition("?")[2]}</Signature> {" ".join(spellings(KEY))}'
    reply = make_response(body.encode(encoding), status="400 Bad", content_type=content_type)
    with RecordingServer(reply) as server:
        results = outcomes(Roboflow, server.url, [lambda client: client.infer(URL, model="digits/1")])

    assert leaks(results, {}, [URL]) == []


@pytest.mark.parametrize("origin", ["http://api.internal", "https://api.example.com"])
@pytest.mark.parametrize(
    ("transport", "given"), [*((each, False) for each in TRANSPORTS), *((each, True) for each in GIVEN)]
)
def test_proxy_that_repeats_the_password(
    transport: str,
    given: bool,
    origin: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """A proxy shows its password, or the user that is a token, in a response or to CONNECT; nothing else does."""
    client_class: Any = Ximilar if transport == "synchronous" else AsyncXimilar
    password = quote(PASSWORD, safe="")
    results: list[object] = []
    with captured_output(capfd) as captured:
        for credentials in (f"user:{password}", password, f"{password}:"):
            for status in (200, 407, 500, 502):
                if status == 200 and origin.startswith("https"):
                    continue
                with RecordingServer(everywhere(status, PASSWORD)) as proxy:
                    url = proxy.url.replace("://", f"://{credentials}@")
                    options: Any = {"proxy": url} if not given else {"transport": GIVEN[transport](url)}
                    if transport != "synchronous" and not given:
                        options["transport"] = transport
                    results += outcomes(
                        client_class, origin, [lambda client: client.tasks.list()], max_retries=0, **options
                    )

    assert leaks(results, captured) == []


@pytest.mark.parametrize("transport", ["synchronous", "httpx"])
@pytest.mark.parametrize("scheme", ["Basic", "Bearer"])
def test_headers_of_a_given_proxy_are_secret(scheme: str, transport: str, capfd: pytest.CaptureFixture[str]) -> None:
    """The header with which a transport of the caller authenticates at its proxy is redacted, too."""
    token = b64encode(f"user:{PASSWORD}".encode()).decode() if scheme == "Basic" else PASSWORD
    with RecordingServer(everywhere(407, token), everywhere(502, PASSWORD)) as server:
        proxy = httpx.Proxy(server.url, headers={"Proxy-Authorization": f"{scheme} {token}"})
        make: Any = httpx.HTTPTransport if transport == "synchronous" else httpx.AsyncHTTPTransport
        client_class: Any = Ximilar if transport == "synchronous" else AsyncXimilar
        calls = [lambda client: client.tasks.list()] * 2
        with captured_output(capfd) as captured:
            results = outcomes(
                client_class, "https://api.example.com", calls, max_retries=0, transport=make(proxy=proxy)
            )

    assert leaks(results, captured) == []


@pytest.mark.parametrize("reply", ["", "abc"])
@pytest.mark.parametrize("image", [URL, b"\x89PNG\r\n\x1a\n" + bytes(70_000)])
def test_response_that_switches_protocols_is_closed(reply: str, image: Any, capfd: pytest.CaptureFixture[str]) -> None:
    """A response 101 over aiohttp is closed, so that asyncio's debug mode has nothing to say about its URL."""
    switching = make_response(reply, status="101 Switching Protocols", upgrade="x", connection="upgrade")

    async def call(url: str) -> VisionAPIError:
        async with AsyncRoboflow(KEY, base_url=url, api_key_in="query", transport="aiohttp", max_retries=0) as client:
            with pytest.raises(VisionAPIError) as caught:
                await client.infer(image, model="digits/1")
            return caught.value

    with RecordingServer(switching) as server, captured_output(capfd) as captured:
        error = asyncio.run(call(server.url), debug=True)
        gc.collect()

    assert "Unclosed" not in json.dumps(captured)
    assert leaks([error], captured, [image]) == []
