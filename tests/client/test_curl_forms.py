"""Commands from `as_curl()` of calls with forms and with headers of the caller."""

from __future__ import annotations

import shlex
from itertools import pairwise

import httpx
import pytest

from visionapis import BadRequestError, Nanonets

MODEL = "3f2a9c1e"


def command_of(client: Nanonets) -> list[str]:
    """Return the words of the command of a failed call whose form has a URL and a text."""
    with client, pytest.raises(BadRequestError) as caught:
        client.image_classification.upload_urls(
            model_id=MODEL, category="cats & dogs = 50%", urls=["https://images.example.com/a.png?signature=b"]
        )
    return shlex.split(caught.value.as_curl() or "")


def options_of(words: list[str], option: str) -> list[str]:
    """Return the values of an option."""
    return [value for name, value in pairwise(words) if name == option]


def refuse(_: httpx.Request) -> httpx.Response:
    """Reject a request."""
    return httpx.Response(400, json={"message": "no", "code": 400, "errors": []})


def test_form() -> None:
    """The values of a form are encoded by curl, so that `&` and `=` in them do not begin other fields."""
    words = command_of(Nanonets("a-key", transport=httpx.MockTransport(refuse)))

    assert set(options_of(words, "--data-urlencode")) >= {"category=cats & dogs = 50%", "urls=<url>"}
    assert not options_of(words, "--data")


def test_headers_of_the_caller() -> None:
    """The command names the headers of the caller, without their values."""
    headers = {"X-Tenant": "blue-canary", "X-Gateway": "green-canary"}
    words = command_of(Nanonets("a-key", transport=httpx.MockTransport(refuse), default_headers=headers))

    assert set(options_of(words, "-H")) >= {"x-tenant: <value>", "x-gateway: <value>"}
    assert "canary" not in " ".join(words)
