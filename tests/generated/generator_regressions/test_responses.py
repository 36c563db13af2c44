"""Answers: what a vendor adds tomorrow is kept, and what is no answer is a DecodeError."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.helpers.images import picture
from tests.helpers.recording import (RecordingServer, answer)

from scripts.tools.regenerate.schemas import (UNIONS, violations)
from .vendors import (VENDORS, answers, calls, contract, opened)
from visionapis import DecodeError

if TYPE_CHECKING:
    from scripts.tools.regenerate.contract import (Contract, Json)

NEW_VALUE = "a value of tomorrow"
NEW_FIELD = {"field_of_tomorrow": {"deep": [1, None, "é"]}}

# Enumerations in the examples, each of which gets a new value.
ENUMS = {"imagerecognize": 0, "nanonets": 31, "roboflow": 0, "ximilar": 8}

UNREADABLE: dict[str, tuple[bytes, object]] = {
    "a web page": (answer("<html>login</html>", content_type="text/html"), "<html>login</html>"),
    "a web page called JSON": (answer("<html>login</html>"), "<html>login</html>"),
    "nothing": (answer(""), None),
    "half a document": (answer('{"id": "a", "predictions": [{"cl'), '{"id": "a", "predictions": [{"cl'),
    "null": (answer("null"), None),
    "a number": (answer("5.5"), 5.5),
    "a text": (answer('"quota"'), "quota"),
    "a list of numbers": (answer("[5]"), [5]),
    "bytes": (answer(b"\xff\xfe\x00"), "\ufffd\ufffd\x00"),
}


def tomorrow(contract: Contract, schema: Json, value: Any) -> Any:
    """A value of a schema with a new value in every enumeration, and a new field in every object of named fields."""
    schema = contract.resolve(schema)
    branches = [contract.resolve(branch) for word in UNIONS for branch in schema.get(word, [])]
    if value is not None and any("enum" in each for each in (schema, *branches)):
        return NEW_VALUE
    if branches:
        return tomorrow(contract, next(each for each in branches if not list(violations(contract, each, value))), value)
    if isinstance(value, list):
        return [tomorrow(contract, schema["items"], each) for each in value]
    if not isinstance(value, dict):
        return value
    parts = [schema, *map(contract.resolve, schema.get("allOf", []))]
    fields = {name: field for part in parts for name, field in part.get("properties", {}).items()}
    rest = next((part["additionalProperties"] for part in parts if "additionalProperties" in part), None)
    new = {name: tomorrow(contract, fields.get(name, rest or {}), each) for name, each in value.items()}
    return new if isinstance(rest, dict) else {**new, **NEW_FIELD}


def plain(value: Any) -> Any:
    """What a caller gets, as JSON."""
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value if isinstance(value, int) else value.to_dict()


@pytest.mark.parametrize("vendor", VENDORS)
def test_new_values_and_fields_survive(vendor: str) -> None:
    """Every method's answer comes out as it came, whatever has been added to it."""
    sent = [
        (example, tomorrow(contract(vendor), example.call.answer_schema, value))
        for example in calls(vendor)
        if example.call.answer == "application/json"
        for value in answers(vendor, example.call)
    ]
    replies = [answer(json.dumps(value)) for _, value in sent]
    with RecordingServer(*replies) as server, opened(vendor, server.url) as facade:
        received = [(example.call.name, plain(example.send(facade))) for example, _ in sent]

    assert received == [(example.call.name, value) for example, value in sent]
    assert json.dumps(received).count(NEW_VALUE) == ENUMS[vendor]
    assert {example.call.name for example, _ in sent} == {
        example.call.name for example in calls(vendor) if example.call.answer == "application/json"
    }


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("kind", UNREADABLE)
def test_no_answer_is_a_decode_error(kind: str, vendor: str) -> None:
    """Every method that reads JSON raises DecodeError with status and body, and nothing else."""
    reply, body = UNREADABLE[kind]
    outcomes = {}
    with RecordingServer(reply) as server, opened(vendor, server.url) as facade:
        for example in calls(vendor):
            if example.call.answer == "application/json":
                with pytest.raises(DecodeError) as caught:
                    example.send(facade)
                outcomes[example.call.name] = (caught.value.status, caught.value.body)

    assert outcomes
    assert outcomes == dict.fromkeys(outcomes, (200, body))


def test_picture_is_an_answer_of_its_own() -> None:
    """The path that answers JSON or a picture gives each method its kind: bytes as they are, and no web page."""
    drawn = [example for example in calls("roboflow") if example.call.answer == "image/jpeg"]
    content = picture("JPEG") + b"\xff\x00\r\n"
    with (
        RecordingServer(answer(content, content_type="image/jpeg")) as server,
        opened("roboflow", server.url) as facade,
    ):
        assert [example.send(facade) for example in drawn] == [content] * 3

    page, body = UNREADABLE["a web page"]
    with RecordingServer(page) as server, opened("roboflow", server.url) as facade:
        for example in drawn:
            with pytest.raises(DecodeError) as caught:
                example.send(facade)
            assert caught.value.body == body
