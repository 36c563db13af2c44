"""Images as base64: a request body of its own, or fields of a JSON document."""

from __future__ import annotations

import base64
import gc
import json
import os
from typing import Any

import httpx
import pytest

from tests.helpers.images import make_image
from tests.helpers.sources import LARGE, build_request, load_source
from visionapis._images.bodies import Base64Body
from visionapis._images.sources import CHUNK_SIZE, SMALL_SIZE
from visionapis_generated.ximilar.models import Base64Record, ClassificationRequest


@pytest.mark.parametrize(
    "size",
    [
        SMALL_SIZE - 1,
        SMALL_SIZE,
        SMALL_SIZE + 1,
        CHUNK_SIZE - 1,
        CHUNK_SIZE,
        CHUNK_SIZE + 1,
        CHUNK_SIZE + 2,
        2 * CHUNK_SIZE,
    ],
)
def test_chunks_join_to_valid_base64(size: int) -> None:
    """Chunks of any size join to the base64 text of the whole image, padded only at its end."""
    content = LARGE[:size]
    source = load_source(content)
    encoded = source.raw_base64()
    body = build_request(json=[source.image_base64()])

    assert isinstance(encoded, Base64Body) == (size > SMALL_SIZE)
    assert b"".join(encoded if isinstance(encoded, Base64Body) else [encoded]) == base64.b64encode(content)
    assert body.read() == b'["' + base64.b64encode(content) + b'"]'


def test_records_keep_their_images() -> None:
    """Each record of a JSON body has its own image, small or large, and other fields stay as they are."""
    contents = [make_image() + os.urandom(size) for size in (0, SMALL_SIZE, 3 * CHUNK_SIZE, 7, SMALL_SIZE + 1) * 2]
    images = [load_source(content).image_base64() for content in contents]
    records: list[Any] = [Base64Record(encoded) for encoded in images]
    for record in records:
        record.additional_properties["note"] = 'image-"ä'
    document = ClassificationRequest("task", records).to_dict()
    request = build_request(json=document)
    sent = request.read()
    received = json.loads(sent)

    assert [base64.b64decode(record["_base64"]) for record in received["records"]] == contents
    assert {record["note"] for record in received["records"]} == {'image-"ä'}
    assert len(sent) == int(request.headers["content-length"])
    assert all(len(repr(record)) < 200 for record in records)


@pytest.mark.parametrize("document", [{"a": ["ä", None, True, 1.5]}, [], "text", 0, {"base64": "image-" + "0" * 34}])
def test_json_without_images_equals_httpx(document: object) -> None:
    """A JSON body without images equals the one of httpx, Content-Length included."""
    ours = build_request(json=document)
    theirs = httpx.Request("POST", "http://host/", json=document)

    assert ours.read() == theirs.content
    assert ours.headers["content-length"] == theirs.headers["content-length"]


def test_base64_image_is_not_a_string() -> None:
    """A Base64Image cannot be serialized or joined, and its repr shows no content."""
    image: Any = load_source(LARGE).image_base64()

    assert repr(image) == "Base64Image()"
    with pytest.raises(TypeError, match="Base64Image is not JSON serializable"):
        json.dumps({"image": image})
    with pytest.raises(TypeError):
        "data:image/png;base64," + image


def test_json_body_keeps_its_image() -> None:
    """A JSON body holds the only reference to its image and can be sent twice."""
    document = [load_source(LARGE).image_base64()]
    gc.collect()

    for _ in range(2):
        assert build_request(json=document).read() == b'["' + base64.b64encode(LARGE) + b'"]'


def test_unserializable_value_raises_type_error() -> None:
    """A value that JSON cannot represent raises TypeError."""
    with pytest.raises(TypeError, match="object is not JSON serializable"):
        build_request(json=[object()])
