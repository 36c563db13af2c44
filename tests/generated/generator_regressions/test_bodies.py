"""Every method sends the body that its contract describes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest
from tests.helpers.recording import (RecordingServer, answer)

from . import parts
from .vendors import (VENDORS, Example, examples, opened, send_asynchronously)
from visionapis import ServerError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.helpers.recording import Received

REFUSAL = answer("{}", status="500 Error")


def described(example: Example) -> tuple[str | None, Any]:
    """Content type and content of an example's body, as the wire has them."""
    body = example.body
    if isinstance(body, dict) and example.call.body != "application/json":
        body = sorted(fields(body))
    return example.call.body, body


def fields(body: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """The fields of a form: a list repeats its name, numbers and truth values are spelled as in JSON."""
    for name, value in body.items():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, bytes):
                yield name, each
            else:
                yield name, (each if isinstance(each, str) else json.dumps(each)).encode()


def sent(request: Received) -> tuple[str | None, Any]:
    """Content type and content of a recorded body."""
    media_type = request.headers.get("content-type", "").partition(";")[0]
    if not media_type:
        assert request.body == b""
        return None, None
    if media_type == "application/json":
        return media_type, json.loads(request.body)
    if media_type == "multipart/form-data":
        return media_type, sorted((part.name, part.content) for part in parts.read(request))
    if b"=" not in request.body.rstrip(b"="):  # one text, such as a picture's base64
        return media_type, request.body.decode()
    pairs = parse_qsl(request.body.decode(), keep_blank_values=True, strict_parsing=True)
    return media_type, sorted((name, value.encode()) for name, value in pairs)


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_example_arrives_whole(vendor: str) -> None:
    """No method drops its body or a field of it, whatever the body's type, and none sends two."""
    with RecordingServer(REFUSAL) as server, opened(vendor, server.url) as facade:
        for example in examples(vendor):
            with pytest.raises(ServerError):
                example.send(facade)

    names = [example.call.name for example in examples(vendor)]
    assert list(zip(names, map(sent, server.received), strict=True)) == [
        (example.call.name, described(example)) for example in examples(vendor)
    ]


@pytest.mark.parametrize("vendor", VENDORS)
def test_asynchronous_methods_send_the_same(vendor: str) -> None:
    """The twins differ in nothing that arrives."""
    with RecordingServer(REFUSAL) as server:
        outcomes = send_asynchronously(vendor, server.url, examples(vendor))

    assert [type(outcome) for outcome in outcomes] == [ServerError] * len(examples(vendor))
    assert list(map(sent, server.received)) == list(map(described, examples(vendor)))
