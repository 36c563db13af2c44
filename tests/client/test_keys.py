"""Which requests carry the key."""

from __future__ import annotations

import httpx
import pytest

from visionapis._http.auth import InHeader, Keyring
from visionapis._http.redaction import Secret, scrub, scrub_all

KEY = "rf_canary-key"


@pytest.mark.parametrize(
    ("url", "keyed"),
    [
        ("https://api.example.com/digits/1", True),
        ("https://api.example.com:443/", True),
        ("http://api.example.com/digits/1", False),
        ("https://api.example.com:8443/digits/1", False),
        ("https://api.example.com.evil.example/digits/1", False),
        ("https://pictures.example.com/photo.jpg", False),
    ],
)
def test_key_goes_to_one_origin_alone(url: str, keyed: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """Another scheme, host or port gets the request as it is."""
    keyring = Keyring(httpx.URL("https://api.example.com"), Secret(KEY), InHeader.after("Bearer"), "VENDOR_API_KEY")
    original = httpx.Request("GET", url)
    sent = keyring.apply(original, keyring.ask())

    assert sent.headers.get("authorization") == (f"Bearer {KEY}" if keyed else None)
    assert "authorization" not in original.headers


def test_secret_is_scrubbed_in_every_spelling() -> None:
    """As it stands, and as a path or a query spells it."""
    secrets = [Secret("a/b+c"), Secret("xy")]

    assert scrub("a/b+c a%2Fb%2Bc xylophone", secrets) == "*** *** xylophone"
    assert scrub_all({"a/b+c": ["x a/b+c", 1, None]}, secrets) == {"***": ["x ***", 1, None]}
