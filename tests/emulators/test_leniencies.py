"""Every leniency of Roboflow's emulator is listed, accepted and recognised."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from visionapis_testing.contracts.leniencies import leniencies_used
from visionapis_testing.vendors.roboflow.leniencies import LENIENCIES

from .channels import FORM, KEY, RED, URL, new_emulator, open_channel

if TYPE_CHECKING:
    from .channels import Channel

ENCODED = base64.b64encode(RED)
BEARER = {"authorization": f"Bearer {KEY}"}
POST: dict[str, Any] = {"method": "POST", "content": ENCODED, "headers": {**FORM, **BEARER}}
LENIENT: dict[str, dict[str, Any]] = {
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
    "other-characters-in-base64": {**POST, "content": b'"' + base64.encodebytes(RED) + b'"'},
    "surplus-padding": {**POST, "content": ENCODED + b"==="},
    "data-prefix": {**POST, "content": b"data:image/png;base64," + ENCODED},
    "key-in-body": {
        "method": "POST",
        "content": json.dumps({"api_key": KEY}).encode(),
        "headers": {"content-type": "application/json"},
        "params": {"image": URL},
    },
}
CANONICAL: dict[str, dict[str, Any]] = {
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


MODEL = {"model_id": "colours/1"}
IMAGE = {"type": "base64", "value": ENCODED.decode()}
LENIENT_JSON: dict[str, dict[str, Any]] = {
    "converted-value": {
        "path": "/infer/classification",
        "json": {
            **MODEL,
            "image": {**IMAGE, "type": "BASE64"},
            "confidence": "0.5",
            "disable_active_learning": "on",
            "visualization_stroke_width": 2.0,
        },
    },
    "json-subtype": {
        "path": "/model/add",
        "content": json.dumps(MODEL).encode(),
        "headers": {"content-type": "application/vnd.api+json"},
    },
    "parameter-of-json-route": {"path": "/model/remove", "json": MODEL, "params": {"name": "a"}},
    "body-without-meaning": {"path": "/model/clear", "json": MODEL},
}
CANONICAL_JSON: dict[str, dict[str, Any]] = {
    "one image": {"path": "/infer/classification", "json": {**MODEL, "image": IMAGE, "confidence": "best"}},
    "several images": {"path": "/infer/classification", "json": {**MODEL, "image": [IMAGE, IMAGE]}},
    "add": {"path": "/model/add", "json": {**MODEL, "api_key": KEY}},
    "remove": {"path": "/model/remove", "json": MODEL},
    "clear": {"path": "/model/clear"},
}


@pytest.mark.parametrize("name", [*LENIENT_JSON, *CANONICAL_JSON])
def test_requests_with_json(name: str) -> None:
    """Routes with JSON bodies accept canonical requests, and lenient ones, which are recognised."""
    sent = {**(LENIENT_JSON | CANONICAL_JSON)[name]}
    path = sent.pop("path")
    request = httpx.Request("POST", f"http://localhost:9001{path}", **sent)
    request.read()
    used = leniencies_used("roboflow", request)
    assert name in used if name in LENIENT_JSON else used == []
    with open_channel("transport", new_emulator("self-hosted")) as channel:
        assert channel.infer().status_code == 200  # loads the model, which then needs no key
        assert channel.request("POST", path, **sent).status_code == 200


@pytest.mark.parametrize("field", [{"confidence": "much"}, {"visualize_predictions": 2}, {"image": 1}])
def test_invalid_value_in_json(field: dict[str, object]) -> None:
    """A value in a JSON body that the server rejects is not a leniency."""
    body = {**MODEL, "image": IMAGE, **field}
    request = httpx.Request("POST", "http://localhost:9001/infer/classification", json=body)
    assert leniencies_used("roboflow", request) == []


def test_every_leniency_has_an_example() -> None:
    """Each leniency has an example here and a reason."""
    assert sorted([*LENIENT, *LENIENT_JSON]) == sorted(leniency.name for leniency in LENIENCIES)
    assert all(leniency.reason.endswith(".") for leniency in LENIENCIES)


@pytest.mark.parametrize("name", LENIENT)
def test_lenient_request(channel: Channel, name: str) -> None:
    """A lenient request is accepted, and recognised as lenient."""
    assert channel.request(path="/colours/1", **LENIENT[name]).status_code == 200
    assert name in leniencies_used(
        "roboflow", httpx.Request(url="https://serverless.roboflow.com/colours/1", **LENIENT[name])
    )


@pytest.mark.parametrize("name", CANONICAL)
def test_canonical_request(channel: Channel, name: str) -> None:
    """A canonical request relies on no leniency."""
    request = httpx.Request(url="https://serverless.roboflow.com/colours/1", **CANONICAL[name])
    request.read()
    assert leniencies_used("roboflow", request) == []
    assert channel.request(path="/colours/1", **CANONICAL[name]).status_code == 200


@pytest.mark.parametrize("params", [{"stroke": "x"}, {"confidence": "much"}, {"disable_active_learning": "maybe"}])
def test_invalid_value(params: dict[str, str]) -> None:
    """A value that the server rejects is not a leniency."""
    request = httpx.Request(url="https://serverless.roboflow.com/colours/1", **POST, params=params)
    assert leniencies_used("roboflow", request) == []


def test_json_without_a_key() -> None:
    """A JSON body without a key is not a leniency of the key."""
    request = httpx.Request("POST", "https://serverless.roboflow.com/colours/1", json={"image": "photo"})
    assert leniencies_used("roboflow", request) == ["other-content-type", "other-characters-in-base64"]


def test_other_methods() -> None:
    """A request of an unknown method relies on no leniency of parameters."""
    request = httpx.Request("PUT", "https://serverless.roboflow.com/colours/1", params={"stroke": " 1"})
    assert leniencies_used("roboflow", request) == []
