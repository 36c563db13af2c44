"""What an emulator tells of the requests that it received."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from visionapis_testing.emulator.recorder import Part

from . import imagerecognize, nanonets, ximilar
from .channels import RED, URL, new_emulator, open_way

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis_testing import Emulator

    from .channels import Way

    OpenNew = Callable[[Emulator], Way]

SIGNED = "https://user:canary@pictures.example.com/red.png?X-Amz-Signature=canary&a=b"
UNSIGNED = "https://[redacted]@pictures.example.com/red.png?[redacted]"
DIGEST = hashlib.sha256(RED).hexdigest()


def told(text: str | bytes) -> str:
    """What stands for a text that is not kept."""
    return f"[{len(text)} characters]"


def test_json(open_new: OpenNew) -> None:
    """A JSON body is told as it is, without base64 of pictures and what signs URLs."""
    emulator, task = ximilar.taught()
    way = open_new(emulator)
    records = [{"_base64": ximilar.text(RED), "shelf": "A4"}, {"_url": SIGNED}, {"_base64": "aGVsbG8="}]
    ximilar.call(way, "POST", "classify", json={"task_id": task, "records": records})
    received = emulator.requests[-1]
    assert received.json == {
        "task_id": task,
        "records": [
            {"_base64": told(ximilar.text(RED)), "shelf": "A4"},
            {"_url": UNSIGNED},
            {"_base64": "[8 characters]"},
        ],
    }
    assert (received.form, received.parts, received.media_type) == ({}, (), "application/json")
    assert (received.operation_id, received.status) == ("recognition_classify", 200)
    assert "canary" not in repr(emulator.requests)


def test_form(open_new: OpenNew) -> None:
    """A form's values stand under their names."""
    emulator = nanonets.emulator_with()
    fields = {"modelId": "colours", "category": "red", "urls": [URL, SIGNED]}
    nanonets.Server(open_new(emulator)).post("/ImageCategorization/UploadUrls/", data=fields)
    received = emulator.requests[-1]
    assert received.form == {"modelId": ("colours",), "category": ("red",), "urls": (URL, UNSIGNED)}
    assert (received.json, received.parts) == (None, ())


def test_parts(open_new: OpenNew) -> None:
    """Of a multipart body texts are told, and of files what they are; the key is hidden."""
    emulator = imagerecognize.taught()
    way = open_new(emulator)
    parts: list[tuple[str, Any]] = [
        ("apikey", (None, imagerecognize.KEY)),
        ("type", (None, "nsfw")),
        ("nsfw_min_confidence", ("", "50")),
        ("file", ("street.png", RED, "image/png")),
    ]
    way.request("POST", imagerecognize.PATH, files=parts)
    (received,) = emulator.requests
    assert received.parts == (
        Part("apikey", None, None, len(imagerecognize.KEY), None, "[redacted]"),
        Part("type", None, None, 4, None, "nsfw"),
        Part("nsfw_min_confidence", None, None, 2, None, "50"),
        Part("file", "street.png", "image/png", len(RED), DIGEST, None),
    )
    assert (received.status, received.json, received.form) == (200, None, {})


def test_parts_for_roboflow(open_new: OpenNew) -> None:
    """Roboflow's multipart bodies are told too, of raw base64 text the size."""
    emulator = new_emulator()
    way = open_new(emulator)
    key = {"api_key": "test-key"}
    way.request("POST", "/colours/1", params=key, files={"file": ("red.png", RED, "image/png")})
    way.infer()
    parts, text = emulator.requests
    assert parts.parts == (Part("file", "red.png", "image/png", len(RED), DIGEST, None),)
    assert (text.json, text.form, text.parts) == (None, {}, ())
    assert text.body_bytes == len(base64.b64encode(RED))


def test_unread_body(open_new: OpenNew) -> None:
    """A body that was refused unread, or is broken, is not told; how much of it was read is."""
    emulator, _ = ximilar.taught()
    way = open_new(emulator)
    ximilar.call(way, "POST", "label", key="wrong", json={"name": "a", "type": "tag"})
    ximilar.call(way, "POST", "label", content=b"{", headers={"content-type": "application/json"})
    ximilar.call(way, "POST", "label", content=b"x", headers={"content-type": "multipart/form-data; boundary=a"})
    seen = [(each.status, each.body_bytes, each.json, each.form, each.parts) for each in emulator.requests]
    assert seen == [(401, 0, None, {}, ()), (400, 1, None, {}, ()), (400, 1, None, {}, ())]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a" * 199, "a" * 199),
        ("a b" * 2_000, "a b" * 2_000),
        ("a" * 200, "[200 characters]"),
        ("a b" * 10_000, "[30000 characters]"),
        (ximilar.text(RED), told(ximilar.text(RED))),
        (f"data:image/png;base64,{ximilar.text(RED)}", told(f"data:image/png;base64,{ximilar.text(RED)}")),
        (json.dumps({"filename": SIGNED}), json.dumps({"filename": UNSIGNED})),
    ],
)
def test_texts(text: str, kept: str) -> None:
    """Texts are kept up to a length; what looks like a picture is not, whatever it is called."""
    emulator, _ = ximilar.taught()
    with open_way("transport", emulator) as way:
        ximilar.call(way, "POST", "label", json={"name": "a", "type": "tag", "description": text})
    assert emulator.requests[0].json == {"name": "a", "type": "tag", "description": kept}


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ([[1]] * 400, [[1]] * 400),
        (list(range(2_000)), "[2000 values]"),
        ({str(number): number for number in range(2_000)}, "[2000 values]"),
        ({"token": {"a": "canary"}, "apikey": 1}, {"token": "[redacted]", "apikey": "[redacted]"}),
    ],
)
def test_values(value: object, kept: object) -> None:
    """Lists and objects are kept up to a number of values, and no secret by its name."""
    emulator, _ = ximilar.taught()
    with open_way("transport", emulator) as way:
        ximilar.call(way, "POST", "label", json={"name": "a", "type": "tag", "other": value})
    assert emulator.requests[0].json["other"] == kept


def test_deep_json() -> None:
    """A record is not deeper than a person looks, and can be printed."""
    emulator, _ = ximilar.taught()
    with open_way("transport", emulator) as way:
        for depth in (40, 900, 100_000):
            body = b"[" * depth + b"]" * depth
            ximilar.call(way, "POST", "label", content=body, headers={"content-type": "application/json"})
    assert [repr(each.json) for each in emulator.requests] == [*["[" * 32 + "'[1 values]'" + "]" * 32] * 2, "None"]


def test_record_stays() -> None:
    """A request is told the same each time, and its record cannot be changed."""
    emulator = new_emulator()
    with open_way("transport", emulator) as way:
        way.infer()
    assert emulator.requests == emulator.requests
    with pytest.raises(AttributeError):
        emulator.requests[0].status = 500  # type: ignore[misc]  # that is the test


def test_large_forms(caplog: pytest.LogCaptureFixture) -> None:
    """Of a form with many values the first ones are kept; one with too many is refused unread, and quietly."""
    emulator = nanonets.emulator_with()
    headers = {**nanonets.AUTHORIZATION, "content-type": "application/x-www-form-urlencoded"}
    with open_way("transport", emulator) as way:
        for fields in (1_000, 50_000):
            nanonets.Server(way).post("/ImageCategorization/Model/", content=b"a=b&" * fields, headers=headers)
    many, too_many = emulator.requests
    assert (list(many.form), 100 < len(many.form["a"]) < 1_000, many.body_bytes) == (["a"], True, 4_000)
    assert (too_many.form, too_many.status, caplog.records) == ({}, 400, [])
