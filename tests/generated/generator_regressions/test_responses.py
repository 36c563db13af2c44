"""Responses: additions by the vendor are kept, and what cannot be read raises ResponseDecodeError."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from scripts.tools.regenerate.schemas import UNIONS, violations
from tests.helpers.vendors import VENDORS, contract, each_vendor, of_vendors, own
from tests.helpers.images import make_image
from tests.helpers.models import same
from tests.helpers.recording import RecordingServer, make_response
from visionapis import ResponseDecodeError

from .vendors import calls, opened, responses

if TYPE_CHECKING:
    from scripts.tools.regenerate.contract import Contract, Json

NEW_VALUE = "a value of tomorrow"
NEW_FIELD = {"field_of_tomorrow": {"deep": [1, None, "é"]}}

UNREADABLE: dict[str, tuple[bytes, object]] = {
    "a web page": (make_response("<html>login</html>", content_type="text/html"), "<html>login</html>"),
    "a web page called JSON": (make_response("<html>login</html>"), "<html>login</html>"),
    "nothing": (make_response(""), None),
    "half a document": (make_response('{"id": "a", "predictions": [{"cl'), '{"id": "a", "predictions": [{"cl'),
    "null": (make_response("null"), None),
    "a number": (make_response("5.5"), 5.5),
    "a text": (make_response('"quota"'), "quota"),
    "a list of numbers": (make_response("[5]"), [5]),
    "bytes": (make_response(b"\xff\xfe\x00"), "\ufffd\ufffd\x00"),
}


def tomorrow(contract: Contract, schema: Json, value: Any) -> Any:
    """Return a value with a new value in every enumeration and a new field in every object."""
    schema = contract.resolve(schema)
    branches = [contract.resolve(branch) for word in UNIONS for branch in schema.get(word, [])]
    if value is not None and any("enum" in each for each in (schema, *branches)):
        return NEW_VALUE
    if branches:
        return tomorrow(contract, next(each for each in branches if not list(violations(contract, each, value))), value)
    if isinstance(value, list):
        return [tomorrow(contract, schema.get("items", {}), each) for each in value]
    if not isinstance(value, dict):
        return value
    parts = [schema, *map(contract.resolve, schema.get("allOf", []))]
    fields = {name: field for part in parts for name, field in part.get("properties", {}).items()}
    rest = next((part["additionalProperties"] for part in parts if "additionalProperties" in part), None)
    other = rest if isinstance(rest, dict) else {}
    new = {name: tomorrow(contract, fields.get(name, other), each) for name, each in value.items()}
    return new if isinstance(rest, dict) else {**new, **NEW_FIELD}


@of_vendors("vendor", VENDORS, "counts")
def test_new_values_and_fields_survive(vendor: str) -> None:
    """Every method returns its response completely, including new fields and enumeration values."""
    sent = [
        (example, tomorrow(contract(vendor), example.call.response_schema, value))
        for example in calls(vendor)
        if example.call.response_content_type == "application/json"
        for value in responses(vendor, example.call)
    ]
    replies = [make_response(json.dumps(value)) for _, value in sent]
    with RecordingServer(*replies) as server, opened(vendor, server.url) as resources:
        received = [example.send(resources) for example, _ in sent]

    values = zip(sent, received, strict=True)
    assert [example.call.name for (example, value), read in values if not same(value, read)] == []
    if facts := own(vendor, "counts"):
        assert json.dumps([value for _, value in sent]).count(NEW_VALUE) == facts.ENUMERATIONS
    assert {example.call.name for example, _ in sent} == {
        example.call.name for example in calls(vendor) if example.call.response_content_type == "application/json"
    }


@each_vendor
@pytest.mark.parametrize("kind", UNREADABLE)
def test_unreadable_response_is_a_decode_error(kind: str, vendor: str) -> None:
    """Every method that expects JSON raises ResponseDecodeError with status and body."""
    reply, body = UNREADABLE[kind]
    outcomes = {}
    with RecordingServer(reply) as server, opened(vendor, server.url) as resources:
        for example in calls(vendor):
            if example.call.response_content_type == "application/json":
                with pytest.raises(ResponseDecodeError) as caught:
                    example.send(resources)
                outcomes[example.call.name] = (caught.value.status_code, caught.value.body)

    assert outcomes
    assert outcomes == dict.fromkeys(outcomes, (200, body))


def test_image_is_returned_as_bytes() -> None:
    """A method that returns an image returns its bytes unchanged, and rejects a web page."""
    drawn = [example for example in calls("roboflow") if example.call.response_content_type == "image/jpeg"]
    content = make_image("JPEG") + b"\xff\x00\r\n"
    with (
        RecordingServer(make_response(content, content_type="image/jpeg")) as server,
        opened("roboflow", server.url) as resources,
    ):
        assert [example.send(resources) for example in drawn] == [content] * 3

    page, body = UNREADABLE["a web page"]
    with RecordingServer(page) as server, opened("roboflow", server.url) as resources:
        for example in drawn:
            with pytest.raises(ResponseDecodeError) as caught:
                example.send(resources)
            assert caught.value.body == body
