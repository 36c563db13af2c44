"""Pictures as base64: the text of the whole, in a body of its own or in the fields of a JSON document."""

from __future__ import annotations

import base64
import gc
import json
import os
from typing import Any

import httpx
import pytest

from tests.helpers.images import picture
from tests.helpers.sources import LARGE, request_with, source_of
from visionapis import PictureError
from visionapis._images.bodies import Base64Body
from visionapis._images.sources import PIECE, SMALL
from visionapis_generated.ximilar.models import Base64Record, ClassificationRequest


@pytest.mark.parametrize("size", [SMALL - 1, SMALL, SMALL + 1, PIECE - 1, PIECE, PIECE + 1, PIECE + 2, 2 * PIECE])
def test_pieces_make_the_text_of_the_whole(size: int) -> None:
    """No padding stands between two pieces, whatever is left for the last."""
    content = LARGE[:size]
    source = source_of(content)
    text = source.raw_base64()
    body = request_with(json=[source.base64_text()])

    assert isinstance(text, Base64Body) == (size > SMALL)
    assert b"".join(text if isinstance(text, Base64Body) else [text]) == base64.b64encode(content)
    assert body.read() == b'["' + base64.b64encode(content) + b'"]'


def test_ten_records_keep_their_order() -> None:
    """Each picture stands in its own record, large and small ones among each other, beside texts that look alike."""
    contents = [picture() + os.urandom(size) for size in (0, SMALL, 3 * PIECE, 7, SMALL + 1) * 2]
    texts = [source_of(content).base64_text() for content in contents]
    records: list[Any] = [Base64Record(text) for text in texts]
    for record in records:
        record["note"] = 'picture-"ä'
    document = ClassificationRequest("task", records).to_dict()
    request = request_with(json=document)
    sent = request.read()
    arrived = json.loads(sent)

    assert [base64.b64decode(record["_base64"]) for record in arrived["records"]] == contents
    assert {record["note"] for record in arrived["records"]} == {'picture-"ä'}
    assert len(sent) == int(request.headers["content-length"])
    assert all(len(repr(record)) < 200 for record in records)


@pytest.mark.parametrize("document", [{"a": ["ä", None, True, 1.5]}, [], "text", 0, {"base64": "picture-" + "0" * 34}])
def test_document_without_a_picture_is_as_httpx_writes_it(document: object) -> None:
    """Byte for byte, its length included."""
    ours = request_with(json=document)
    theirs = httpx.Request("POST", "http://host/", json=document)

    assert ours.read() == theirs.content
    assert ours.headers["content-length"] == theirs.headers["content-length"]


def test_text_that_outlives_its_picture_is_not_sent() -> None:
    """A mark that was copied into another text is no picture; sent as it is, the server would get nonsense."""
    text = source_of(LARGE).base64_text()
    prefixed = "data:image/png;base64," + text
    request = request_with(json=prefixed)
    assert request.read() == b'"data:image/png;base64,' + base64.b64encode(LARGE) + b'"'
    del text, request
    gc.collect()

    with pytest.raises(PictureError, match="a picture that is gone"):
        request_with(json=prefixed)
