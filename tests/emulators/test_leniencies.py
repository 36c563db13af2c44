"""What the emulator takes beyond the contract stands in one list."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from visionapis_testing.contracts.leniencies import tolerated
from visionapis_testing.vendors.roboflow.leniencies import TOLERANCES

from .channels import FORM, KEY, RED, URL

if TYPE_CHECKING:
    from .channels import Way

ENCODED = base64.b64encode(RED)
BEARER = {"authorization": f"Bearer {KEY}"}
POST: dict[str, Any] = {"method": "POST", "content": ENCODED, "headers": {**FORM, **BEARER}}
TAKEN: dict[str, dict[str, Any]] = {
    "boolean-words": {**POST, "params": {"disable_active_learning": "Off"}},
    "integer-forms": {**POST, "params": {"stroke": "+1_0"}},
    "number-forms": {**POST, "params": {"confidence": " nan"}},
    "repeated-parameter": {**POST, "params": [("format", "image"), ("format", "json")]},
    "unknown-parameter": {**POST, "params": {"name": "photo.jpg"}},
    "unread-image-type": {"method": "POST", "headers": BEARER, "params": {"image": URL, "image_type": "numpy"}},
    "image-type-in-capitals": {**POST, "params": {"image_type": "BASE64"}},
    "unread-body": {**POST, "content": b"?", "params": {"image": URL}},
    "get-with-body": {**POST, "method": "GET"},
    "other-content-type": {**POST, "headers": {"content-type": "text/plain", **BEARER}},
    "blanks-in-base64": {**POST, "content": base64.encodebytes(RED)},
    "data-prefix": {**POST, "content": b"data:image/png;base64," + ENCODED},
    "key-in-body": {
        "method": "POST",
        "content": json.dumps({"api_key": KEY}).encode(),
        "headers": {"content-type": "application/json"},
        "params": {"image": URL},
    },
}
BY_CONTRACT: dict[str, dict[str, Any]] = {
    "base64": POST,
    "base64 with every parameter": {
        **POST,
        "params": {
            "confidence": "0.5",
            "format": "json",
            "image_type": "base64",
            "stroke": "2",
            "disable_preproc_auto_orient": "true",
            "source": "tests",
        },
    },
    "word for confidence": {**POST, "params": {"confidence": "best"}},
    "multipart": {"method": "POST", "headers": BEARER, "files": {"file": ("a b.png", RED)}},
    "url": {"method": "POST", "headers": BEARER, "params": {"image": URL}},
    "get": {"method": "GET", "params": {"image": URL, "api_key": KEY}},
}


def test_every_tolerance_is_shown() -> None:
    """Each tolerance has an example here and a reason."""
    assert sorted(TAKEN) == sorted(tolerance.name for tolerance in TOLERANCES)
    assert all(tolerance.reason.endswith(".") for tolerance in TOLERANCES)


@pytest.mark.parametrize("name", TAKEN)
def test_tolerated(way: Way, name: str) -> None:
    """What a tolerance covers is taken, and recognised as such."""
    assert way.request(path="/colours/1", **TAKEN[name]).status_code == 200
    assert name in tolerated("roboflow", httpx.Request(url="https://serverless.roboflow.com/colours/1", **TAKEN[name]))


@pytest.mark.parametrize("name", BY_CONTRACT)
def test_by_the_contract(way: Way, name: str) -> None:
    """A request by the contract needs no tolerance."""
    request = httpx.Request(url="https://serverless.roboflow.com/colours/1", **BY_CONTRACT[name])
    request.read()
    assert tolerated("roboflow", request) == []
    assert way.request(path="/colours/1", **BY_CONTRACT[name]).status_code == 200


@pytest.mark.parametrize("params", [{"stroke": "x"}, {"confidence": "much"}, {"disable_active_learning": "maybe"}])
def test_no_excuse_for_refused_values(params: dict[str, str]) -> None:
    """A value that the server refuses is no tolerance."""
    request = httpx.Request(url="https://serverless.roboflow.com/colours/1", **POST, params=params)
    assert tolerated("roboflow", request) == []


def test_json_without_a_key() -> None:
    """A JSON body without a key is nothing that the server takes."""
    request = httpx.Request("POST", "https://serverless.roboflow.com/colours/1", json={"image": "photo"})
    assert tolerated("roboflow", request) == ["other-content-type"]


def test_other_methods() -> None:
    """A request of no operation uses no tolerance for parameters."""
    request = httpx.Request("PUT", "https://serverless.roboflow.com/colours/1", params={"stroke": " 1"})
    assert tolerated("roboflow", request) == []
