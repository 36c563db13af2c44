"""Requests that carry the key, and its redaction."""

from __future__ import annotations

import httpx
import pytest

from visionapis._http.auth import Authenticator
from visionapis._http.auth_schemes import HeaderAuth, QueryAuth
from visionapis._http.redaction import Secret, redact, redact_json
from visionapis._transport.signing import sign_requests
from visionapis_generated.ximilar.operations import IMAGES_GET, LABELS_GET, TASKS_GET, WORKSPACES_LIST

KEY = "rf_canary-key"


@pytest.mark.parametrize(
    ("url", "signed"),
    [
        ("https://api.example.com/digits/1", True),
        ("https://api.example.com:443/", True),
        ("http://api.example.com/digits/1", False),
        ("https://api.example.com:8443/digits/1", False),
        ("https://api.example.com.evil.example/digits/1", False),
        ("https://images.example.com/photo.jpg", False),
    ],
)
def test_key_is_sent_to_one_origin(url: str, signed: bool) -> None:
    """Requests to another scheme, host or port do not get the key."""
    authenticator = Authenticator(
        httpx.URL("https://api.example.com"), Secret(KEY), HeaderAuth.with_prefix("Bearer"), "VENDOR_API_KEY"
    )
    transport = sign_requests(httpx.MockTransport(lambda request: httpx.Response(200, headers=request.headers)))
    original = httpx.Request("GET", url)
    authenticator.attach(original, authenticator.resolve())
    sent = transport.handle_request(original)

    assert sent.headers.get("authorization") == (f"Bearer {KEY}" if signed else None)
    assert "authorization" not in original.headers
    assert KEY not in repr(original.extensions)


def test_operation_has_a_scheme_of_its_own() -> None:
    """An operation can differ in how it takes the key, or take none; callers cannot set the headers of any."""
    header = HeaderAuth.with_prefix("", "X-Key")
    schemes = {TASKS_GET.name: QueryAuth("k"), LABELS_GET.name: None, IMAGES_GET.name: header}
    url = httpx.URL("https://api.example.com")
    authenticator = Authenticator(url, Secret(KEY), HeaderAuth.with_prefix("Bearer"), "VENDOR_API_KEY", schemes)
    echo = httpx.MockTransport(lambda request: httpx.Response(200, headers={"url": str(request.url)}))
    own = authenticator.for_operation(TASKS_GET)
    assert own
    request = httpx.Request("GET", url)
    own.attach(request, own.resolve())

    assert sign_requests(echo).handle_request(request).headers["url"] == f"https://api.example.com/?k={KEY}"
    assert authenticator.for_operation(LABELS_GET) is None
    assert authenticator.for_operation(WORKSPACES_LIST) is authenticator
    assert authenticator.key_headers == {"authorization", "x-key"}


@pytest.mark.parametrize("key", ["valid", "test", "k9"])
@pytest.mark.parametrize(
    "text",
    [
        "{key}",
        "https://api.example.com/1?api_key={key}&x=1",
        "GET /1?api_key={key} HTTP/1.1",
        "Authorization: Bearer {key}",
        "Token {key}\r\n",
        "unknown key: {key}.",
        "unknown key '{key}'",
        '{{"api_key": "{key}"}}',
        '"{{\\"api_key\\": \\"{key}\\"}}"',
        '--x\r\nContent-Disposition: form-data; name="apikey"\r\n\r\n{key}\r\n--x--',
        "<b>{key}</b>",
    ],
)
def test_short_word_is_redacted_as_a_value(key: str, text: str) -> None:
    """A key that is an ordinary word is redacted where it is a whole value."""
    assert redact(text.format(key=key), [Secret(key)]) == text.format(key="***")


@pytest.mark.parametrize("key", ["valid", "test", "ID"])
@pytest.mark.parametrize(
    "text",
    [
        "the request is not {key}.",
        "{key} credentials are needed",
        "in{key} and {key}ation",
        "Error: {key} credentials are needed",
        '"a {key} request"',
        '"{key} requests only"',
        "Token {key} for an hour",
        "status {key}, key unknown",
        "{key}/1",
    ],
)
def test_short_word_stays_in_prose(key: str, text: str) -> None:
    """A key that is an ordinary word is not struck out of sentences, longer words and paths."""
    assert redact(text.format(key=key), [Secret(key)]) == text.format(key=key)


def test_secret_is_redacted_in_every_encoding() -> None:
    """A secret is redacted as plain text and percent-encoded, in text and JSON."""
    secrets = [Secret("a/b+c"), Secret("xy")]  # the latter is too short to be replaced in prose

    assert redact("a/b+c a%2Fb%2Bc xylophone", secrets) == "*** *** xylophone"
    assert redact_json({"a/b+c": ["x a/b+c", 1, None]}, secrets) == {"***": ["x ***", 1, None]}
