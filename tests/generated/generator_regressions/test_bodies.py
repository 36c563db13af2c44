"""Every method sends the body that its contract describes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest

from tests.helpers.vendors import each_vendor
from tests.helpers.recording import RecordingServer, make_response
from visionapis import ServerError

from . import parts
from .vendors import Example, examples, opened, send_asynchronously

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.helpers.recording import Received

FAILURE = make_response("{}", status="500 Error")


def described(example: Example) -> tuple[str | None, Any]:
    """Return content type and content of an example's body."""
    body = example.body
    if isinstance(body, dict) and example.call.body != "application/json":
        body = sorted(fields(body))
    return example.call.body, body


def fields(body: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Return the fields of a form: lists repeat the name, numbers and booleans are encoded as in JSON."""
    for name, value in body.items():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, bytes):
                yield name, each
            else:
                yield name, (each if isinstance(each, str) else json.dumps(each)).encode()


def sent(request: Received) -> tuple[str | None, Any]:
    """Return content type and content of a recorded body."""
    media_type = request.headers.get("content-type", "").partition(";")[0]
    if not media_type:
        assert request.body == b""
        return None, None
    if media_type == "application/json":
        return media_type, json.loads(request.body)
    if media_type == "multipart/form-data":
        return media_type, sorted((part.name, part.content) for part in parts.read(request))
    if b"=" not in request.body.rstrip(b"="):  # one text, such as an image's base64
        return media_type, request.body.decode()
    pairs = parse_qsl(request.body.decode(), keep_blank_values=True, strict_parsing=True)
    return media_type, sorted((name, value.encode()) for name, value in pairs)


@each_vendor
def test_every_example_arrives_whole(vendor: str) -> None:
    """Every method sends its body with all fields, whatever its type, and no other body."""
    with RecordingServer(FAILURE) as server, opened(vendor, server.url) as resources:
        for example in examples(vendor):
            with pytest.raises(ServerError):
                example.send(resources)

    names = [example.call.name for example in examples(vendor)]
    assert list(zip(names, map(sent, server.received), strict=True)) == [
        (example.call.name, described(example)) for example in examples(vendor)
    ]


@each_vendor
def test_asynchronous_methods_send_the_same(vendor: str) -> None:
    """Synchronous and asynchronous methods send the same requests."""
    with RecordingServer(FAILURE) as server:
        outcomes = send_asynchronously(vendor, server.url, examples(vendor))

    assert [type(outcome) for outcome in outcomes] == [ServerError] * len(examples(vendor))
    assert list(map(sent, server.received)) == list(map(described, examples(vendor)))
