"""The recorded requests of an emulator: what they contain, and what is redacted or shortened."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.vendors.imagerecognize.emulator import api as imagerecognize
from tests.vendors.nanonets.emulator import api as nanonets
from tests.vendors.ximilar.emulator import api as ximilar
from visionapis_testing.emulator.recorder import Part

from .channels import RED, URL, new_emulator, open_channel

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis_testing import Emulator

    from .channels import Channel

    OpenNew = Callable[[Emulator], Channel]

SIGNED = "https://user:canary@images.example.com/red.png?X-Amz-Signature=canary&a=b"
UNSIGNED = "https://[redacted]@images.example.com/red.png?[redacted]"
DIGEST = hashlib.sha256(RED).hexdigest()


def shortened(text: str | bytes) -> str:
    """Return the replacement of a text."""
    return f"[{len(text)} characters]"


def test_json(open_new: OpenNew) -> None:
    """A JSON body is recorded without base64 images and without the queries of URLs."""
    emulator, task = ximilar.make_emulator()
    channel = open_new(emulator)
    records = [{"_base64": ximilar.to_base64(RED), "shelf": "A4"}, {"_url": SIGNED}, {"_base64": "aGVsbG8="}]
    ximilar.call(channel, "POST", "classify", json={"task_id": task, "records": records})
    received = emulator.requests[-1]
    assert received.json == {
        "task_id": task,
        "records": [
            {"_base64": shortened(ximilar.to_base64(RED)), "shelf": "A4"},
            {"_url": UNSIGNED},
            {"_base64": "[8 characters]"},
        ],
    }
    assert (received.form, received.parts, received.media_type) == ({}, (), "application/json")
    assert (received.operation_id, received.status_code) == ("recognition_classify", 200)
    assert "canary" not in repr(emulator.requests)


def test_form(open_new: OpenNew) -> None:
    """A form is recorded by field."""
    emulator = nanonets.make_emulator()
    fields = {"modelId": "colours", "category": "red", "urls": [URL, SIGNED]}
    nanonets.Api(open_new(emulator)).post("/ImageCategorization/UploadUrls/", data=fields)
    received = emulator.requests[-1]
    assert received.form == {"modelId": ("colours",), "category": ("red",), "urls": (URL, UNSIGNED)}
    assert (received.json, received.parts) == (None, ())


def test_parts(open_new: OpenNew) -> None:
    """A multipart body is recorded with texts, descriptions of files, and the key redacted."""
    emulator = imagerecognize.make_emulator()
    channel = open_new(emulator)
    parts: list[tuple[str, Any]] = [
        ("apikey", (None, imagerecognize.KEY)),
        ("type", (None, "nsfw")),
        ("nsfw_min_confidence", ("", "50")),
        ("file", ("street.png", RED, "image/png")),
    ]
    channel.request("POST", imagerecognize.PATH, files=parts)
    (received,) = emulator.requests
    assert received.parts == (
        Part("apikey", None, None, len(imagerecognize.KEY), None, "[redacted]"),
        Part("type", None, None, 4, None, "nsfw"),
        Part("nsfw_min_confidence", None, None, 2, None, "50"),
        Part("file", "street.png", "image/png", len(RED), DIGEST, None),
    )
    assert (received.status_code, received.json, received.form) == (200, None, {})


def test_parts_for_roboflow(open_new: OpenNew) -> None:
    """Roboflow's multipart bodies are recorded, and of raw base64 text the size."""
    emulator = new_emulator()
    channel = open_new(emulator)
    key = {"api_key": "test-key"}
    channel.request("POST", "/colours/1", params=key, files={"file": ("red.png", RED, "image/png")})
    channel.infer()
    parts, text = emulator.requests
    assert parts.parts == (Part("file", "red.png", "image/png", len(RED), DIGEST, None),)
    assert (text.json, text.form, text.parts) == (None, {}, ())
    assert text.body_bytes == len(base64.b64encode(RED))


@pytest.mark.parametrize("spell", [str, str.upper, str.title, str.swapcase])
def test_key_under_a_name_in_any_case(open_new: OpenNew, spell: Callable[[str], str]) -> None:
    """A key is redacted in queries, headers, JSON, forms and parts, in whatever case its name is written."""
    emulator = new_emulator()
    channel = open_new(emulator)
    name, key = spell("api_key"), "canary-key"
    bodies: list[dict[str, Any]] = [
        {"data": {name: key}},
        {"files": {name: (None, key), "file": ("a.png", RED, "image/png")}},
    ]
    for body in bodies:
        headers = {spell("authorization"): f"Bearer {key}", spell("x-api-key"): key, spell("cookie"): key}
        channel.request("POST", "/colours/1", params={name: key}, headers=headers, **body)
    assert len(emulator.requests) == len(bodies)
    for received in emulator.requests:
        assert received.query == {name: ("[redacted]",)}
        assert {received.headers[each] for each in ("authorization", "x-api-key", "cookie")} == {"[redacted]"}
    assert "canary" not in repr(emulator.requests)


@pytest.mark.parametrize("spell", [str, str.upper, str.title])
def test_key_in_json_under_a_name_in_any_case(open_new: OpenNew, spell: Callable[[str], str]) -> None:
    """A key in JSON is redacted as a text, and as whatever else a field with its name has."""
    emulator, _ = ximilar.make_emulator()
    name, key = spell("token"), "canary-key"
    values = [key, {"b": key}, [key], 7, None]
    ximilar.call(open_new(emulator), "POST", "label", json={"a": [{name: value} for value in values]})
    assert emulator.requests[-1].json == {"a": [{name: "[redacted]"}] * len(values)}


def test_unread_body(open_new: OpenNew) -> None:
    """A body that was not read or is malformed is not recorded, only the number of bytes read."""
    emulator, _ = ximilar.make_emulator()
    channel = open_new(emulator)
    ximilar.call(channel, "POST", "label", key="wrong", json={"name": "a", "type": "tag"})
    ximilar.call(channel, "POST", "label", content=b"{", headers={"content-type": "application/json"})
    ximilar.call(channel, "POST", "label", content=b"x", headers={"content-type": "multipart/form-data; boundary=a"})
    seen = [(each.status_code, each.body_bytes, each.json, each.form, each.parts) for each in emulator.requests]
    assert seen == [(401, 0, None, {}, ()), (400, 1, None, {}, ()), (400, 1, None, {}, ())]


@pytest.mark.parametrize(
    ("text", "recorded"),
    [
        ("a" * 199, "a" * 199),
        ("a b" * 2_000, "a b" * 2_000),
        ("a" * 200, "[200 characters]"),
        ("a b" * 10_000, "[30000 characters]"),
        (ximilar.to_base64(RED), shortened(ximilar.to_base64(RED))),
        (
            f"data:image/png;base64,{ximilar.to_base64(RED)}",
            shortened(f"data:image/png;base64,{ximilar.to_base64(RED)}"),
        ),
        (json.dumps({"filename": SIGNED}), json.dumps({"filename": UNSIGNED})),
    ],
)
def test_texts(text: str, recorded: str) -> None:
    """Texts are recorded up to a length; a text that looks like an image is not, whatever its field is called."""
    emulator, _ = ximilar.make_emulator()
    with open_channel("transport", emulator) as channel:
        ximilar.call(channel, "POST", "label", json={"name": "a", "type": "tag", "description": text})
    assert emulator.requests[0].json == {"name": "a", "type": "tag", "description": recorded}


@pytest.mark.parametrize(
    ("value", "recorded"),
    [
        ([[1]] * 400, [[1]] * 400),
        (list(range(2_000)), "[2000 values]"),
        ({str(number): number for number in range(2_000)}, "[2000 values]"),
        ({"token": {"a": "canary"}, "apikey": 1}, {"token": "[redacted]", "apikey": "[redacted]"}),
    ],
)
def test_values(value: object, recorded: object) -> None:
    """Lists and objects are recorded up to a number of values, and secret fields are redacted."""
    emulator, _ = ximilar.make_emulator()
    with open_channel("transport", emulator) as channel:
        ximilar.call(channel, "POST", "label", json={"name": "a", "type": "tag", "other": value})
    assert emulator.requests[0].json["other"] == recorded


def test_deep_json() -> None:
    """Nested values are recorded up to a depth, and can be printed."""
    emulator, _ = ximilar.make_emulator()
    with open_channel("transport", emulator) as channel:
        for depth in (40, 900, 100_000):
            body = b"[" * depth + b"]" * depth
            ximilar.call(channel, "POST", "label", content=body, headers={"content-type": "application/json"})
    assert [repr(each.json) for each in emulator.requests] == [*["[" * 32 + "'[1 values]'" + "]" * 32] * 2, "None"]


def test_record_is_immutable() -> None:
    """A recorded request is the same each time it is read, and cannot be changed."""
    emulator = new_emulator()
    with open_channel("transport", emulator) as channel:
        channel.infer()
    assert emulator.requests == emulator.requests
    with pytest.raises(AttributeError):
        emulator.requests[0].status_code = 500  # type: ignore[misc]  # that is the test


def test_large_forms(caplog: pytest.LogCaptureFixture) -> None:
    """Of a form with many values the first are recorded; one with too many is rejected unread, without a warning."""
    emulator = nanonets.make_emulator()
    headers = {**nanonets.AUTHORIZATION, "content-type": "application/x-www-form-urlencoded"}
    with open_channel("transport", emulator) as channel:
        for fields in (1_000, 50_000):
            nanonets.Api(channel).post("/ImageCategorization/Model/", content=b"a=b&" * fields, headers=headers)
    many, too_many = emulator.requests
    assert (list(many.form), 100 < len(many.form["a"]) < 1_000, many.body_bytes) == (["a"], True, 4_000)
    assert (too_many.form, too_many.status_code, caplog.records) == ({}, 400, [])
