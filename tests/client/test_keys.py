"""Requests that carry the key, and its redaction."""

from __future__ import annotations

import httpx
import pytest

from visionapis._http.auth import Authenticator, HeaderAuth
from visionapis._http.redaction import Secret, redact, redact_json
from visionapis._transport.signing import sign_requests

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
def test_key_is_sent_to_one_origin(url: str, signed: bool) -> None:  # noqa: FBT001  (a test's parameter)
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


def test_secret_is_redacted_in_every_encoding() -> None:
    """A secret is redacted as plain text and percent-encoded, in text and JSON."""
    secrets = [Secret("a/b+c"), Secret("xy")]

    assert redact("a/b+c a%2Fb%2Bc xylophone", secrets) == "*** *** xylophone"
    assert redact_json({"a/b+c": ["x a/b+c", 1, None]}, secrets) == {"***": ["x ***", 1, None]}
