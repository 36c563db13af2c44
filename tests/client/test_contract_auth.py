"""Handwritten clients authenticate as the security schemes of their contracts say."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from scripts.tools.regenerate.projection import calls
from scripts.tools.regenerate.security import Auth
from tests.helpers import vendors
from visionapis._http import auth_schemes
from visionapis._http.request_parts import RequestParts
from visionapis.roboflow.requests import api_at

if TYPE_CHECKING:
    from scripts.tools.regenerate.projection import Call

ROOT = Path(__file__).parents[2]
KEY = "rf_canary-key"
BODIES = {
    "multipart/form-data": (b"multipart/form-data; boundary=x", b"--x--\r\n"),
    "application/json": (b"application/json", b"{}"),
    None: (b"", b""),
}


def handwritten(vendor: str) -> Any:
    """Return how the client of a vendor authenticates with the vendor's default host."""
    if vendor == "roboflow":
        return api_at(httpx.URL("https://serverless.roboflow.com")).auth
    return import_module(f"visionapis.{vendor}.client").API.auth


def signed(scheme: Any, call: Call) -> tuple[bytes, list[tuple[bytes, bytes]], bytes]:
    """Return target, headers and body of a request of a call with the key."""
    content_type, body = BODIES.get(call.body, (b"text/plain", b"x"))
    headers = [(b"Content-Type", content_type), (b"Content-Length", b"%d" % len(body))]
    parts = RequestParts(call.operation.method.upper(), b"/path?a=b", headers, httpx.ByteStream(body))
    scheme(parts, KEY)
    assert isinstance(parts.stream, httpx.SyncByteStream)
    return parts.target, parts.headers, b"".join(parts.stream)


@pytest.mark.parametrize("vendor", ["imagerecognize", "nanonets", "roboflow", "ximilar"])
def test_handwritten_scheme_is_that_of_the_contract(vendor: str) -> None:
    """Every call that the contract gives a key has it where the client puts it."""
    contract = vendors.contract(vendor)
    named = calls(contract)
    auth = Auth.of(contract, named)
    compared = 0
    for call in named:
        expected = auth.others.get(call.name, auth.default)
        if expected:
            scheme = eval(expected.expression, vars(auth_schemes))  # noqa: S307  (what a generated client has)
            assert signed(handwritten(vendor), call) == signed(scheme, call), call.name
            compared += 1

    assert compared > 2
