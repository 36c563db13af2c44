"""Secrets that a server repeats in one of the promised spellings, in the texts of errors."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from visionapis import BadRequestError, Roboflow

KEY = "rf_?~?>~?>?~~k"  # its base64 text has both characters that differ in URLs
PATH = "tenant-0123456789abcdef"
IMAGE = f"https://images.example.com/{PATH}/a.png?size=8"


def error_with(text: str, **options: Any) -> str:
    """Return everything that the error of a call shows whose response has a text."""

    def respond(_: httpx.Request) -> httpx.Response:
        return httpx.Response(400, json={"message": f"seen: {text}!", text: "as a name"}, headers={"x-seen": text})

    with (
        Roboflow(KEY, transport=httpx.MockTransport(respond), **options) as client,
        pytest.raises(BadRequestError) as caught,
    ):
        client.infer(IMAGE, model="digits/1")
    error = caught.value
    return f"{error} {error!r} {error.body} {error.headers} {error.as_curl()}"


STANDARD, URL_SAFE = base64.b64encode(KEY.encode()).decode(), base64.urlsafe_b64encode(KEY.encode()).decode()
SHIFTED = base64.urlsafe_b64encode(b"x:" + KEY.encode() + b":y").decode()


@pytest.mark.parametrize("text", [KEY, quote(KEY), STANDARD, URL_SAFE, URL_SAFE.rstrip("="), SHIFTED])
def test_key(text: str) -> None:
    """A key is not shown as it is, URL-encoded, or in base64 text of both alphabets, alone or within a longer one."""
    assert "+" in STANDARD
    assert "/" in STANDARD
    shown = error_with(text)

    assert "seen: " in shown
    assert text not in shown


@pytest.mark.parametrize("text", [IMAGE, PATH, f"/{PATH}/a.png", f"cannot open {PATH}"])
def test_path_of_an_image(text: str) -> None:
    """Neither the URL of an image nor a long part of its path is shown."""
    assert PATH not in error_with(text)


@pytest.mark.parametrize("value", ["k3v4l5u6", "abcdefgh", "a-longer-value"])
def test_value_of_a_header(value: str) -> None:
    """The value of a header of the caller is not shown from eight characters on."""
    assert value not in error_with(f"X-Gateway is {value}", default_headers={"X-Gateway": value})


def test_short_value_of_a_header() -> None:
    """A shorter value, which may be a word, is left in place."""
    assert "canary?" in error_with("is it canary?", default_headers={"X-Stage": "canary"})
