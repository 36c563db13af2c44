"""Faults of a single field: which field they change, and how."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.recording import SINGLE_LABEL
from visionapis_testing import FaultError
from visionapis_testing.contracts.contract import Contract, load
from visionapis_testing.faults import Fault, MissingField, UnknownEnumValue, UnknownField, WrongType
from visionapis_testing.faults.response import PlainResponse

if TYPE_CHECKING:
    from visionapis_testing.contracts.contract import Operation

JSON = [("content-type", "application/json")]
ROW = {"class": "seven", "class_id": 7, "confidence": 0.8}


def roboflow() -> Operation:
    """Return an operation whose response has required fields."""
    return load("roboflow").operations[0]


def changed(fault: Fault, document: Any, operation: Operation | None = None) -> Any:
    """Return a document changed by a fault."""
    response = PlainResponse(200, JSON, json.dumps(document).encode())
    return json.loads(fault.alter(response, operation).body)


ENUM_CONTRACT: dict[str, Any] = {
    "openapi": "3.1.0",
    "paths": {
        "/tasks": {
            "get": {
                "operationId": "tasks_list",
                "responses": {
                    "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Tasks"}}}}
                },
            }
        }
    },
    "components": {
        "schemas": {
            "Tasks": {
                "type": "object",
                "properties": {
                    "title": {"type": "string"},
                    "tasks": {"type": "array", "items": {"$ref": "#/components/schemas/Task"}},
                },
                "additionalProperties": {"$ref": "#/components/schemas/Type"},
            },
            "Task": {
                "allOf": [
                    {"type": "object", "properties": {"id": {"type": "string"}}, "additionalProperties": True},
                    {"properties": {"type": {"$ref": "#/components/schemas/Type"}}},
                ]
            },
            "Type": {"anyOf": [{"enum": ["multi_class", "multi_label"]}, {"type": "string"}]},
        }
    },
}
TASKS = {"title": "t", "tasks": [{"id": "1", "type": "multi_class"}, {"id": "2", "type": "multi_label"}], "kind": "x"}


def with_enum() -> Operation:
    """Return an operation whose response has an open enum."""
    return Contract.from_document("test", ENUM_CONTRACT).operations[0]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (UnknownField(), {**SINGLE_LABEL, "field_of_tomorrow": {"new": True}}),
        (
            UnknownField(pointer="/image", name="depth"),
            {**SINGLE_LABEL, "image": {"width": 8, "height": 4, "depth": {"new": True}}},
        ),
        (
            MissingField(pointer="/predictions/0/class_id"),
            {
                **SINGLE_LABEL,
                "predictions": [
                    {"class": "seven", "confidence": 0.8},
                    {"class": "one", "class_id": 1, "confidence": 0.15},
                ],
            },
        ),
        (WrongType(pointer="/predictions"), {**SINGLE_LABEL, "predictions": "seventeen"}),
        (WrongType(pointer="/predictions/1"), {**SINGLE_LABEL, "predictions": [ROW, "seventeen"]}),
        (UnknownEnumValue(pointer="/top", value="x"), {**SINGLE_LABEL, "top": "x"}),
    ],
)
def test_named_field(fault: Fault, expected: Any) -> None:
    """A pointer names the field; the others are unchanged."""
    assert changed(fault, SINGLE_LABEL) == expected


def test_first_field_without_a_contract() -> None:
    """Without a contract, the outermost field in the document's order is changed."""
    document = {"a": {"b": 1}, "c": "d"}

    assert changed(MissingField(), document) == {"c": "d"}
    assert changed(WrongType(), document) == {"a": "seventeen", "c": "d"}
    assert changed(UnknownEnumValue(value="x"), document) == {"a": {"b": 1}, "c": "x"}


def test_first_field_by_contract() -> None:
    """With a contract, only a field whose change breaks the contract is changed."""
    document = {"inference_id": "free", "own": 1, **SINGLE_LABEL}
    validator = roboflow().responses[200, "application/json"]
    missing = changed(MissingField(), document, roboflow())

    assert validator.is_valid(document)
    assert not validator.is_valid(missing)
    assert document.keys() - missing.keys() == {"image"}
    assert not validator.is_valid(changed(WrongType(), document, roboflow()))


def test_every_field() -> None:
    """With `every`, all fields that fit are changed, at any depth."""
    document = [{"a": [{"b": 1}], "c": {}}]

    assert changed(MissingField(every=True), document) == [{}]
    assert changed(WrongType(every=True), document) == [{"a": "seventeen", "c": "seventeen"}]
    assert changed(UnknownField(every=True, name="n"), document) == [
        {"a": [{"b": 1, "n": {"new": True}}], "c": {"n": {"new": True}}, "n": {"new": True}}
    ]


def test_enum_values() -> None:
    """Strings with an enum are found through $ref, allOf, anyOf, items and additionalProperties."""
    new = "value-of-tomorrow"

    assert changed(UnknownEnumValue(), TASKS, with_enum()) == {**TASKS, "kind": new}
    assert changed(UnknownEnumValue(every=True), TASKS, with_enum()) == {
        "title": "t",
        "tasks": [{"id": "1", "type": new}, {"id": "2", "type": new}],
        "kind": new,
    }


@pytest.mark.parametrize("vendor", ["nanonets", "ximilar"])
def test_enum_values_of_vendors(vendor: str) -> None:
    """Strings with an enum are found in the examples of the vendors' contracts."""
    found: list[Any] = []
    for operation in load(vendor).operations:
        for status, media_type in operation.responses:
            response = operation.schemas.document["paths"][operation.path][operation.method.lower()]["responses"][
                str(status)
            ]
            for example in response.get("content", {}).get(media_type, {}).get("examples", {}).values():
                if "value" in example:
                    found += operation.enumerated(status, media_type, example["value"])

    assert found


@pytest.mark.parametrize(
    ("fault", "body", "operation", "problem"),
    [
        (MissingField(), b"\xff\xd8\xff", None, "missing_field: the response with status 200 is not JSON"),
        (MissingField(), b"[]", None, "missing_field: the response with status 200 has no field that fits"),
        (MissingField(pointer=""), b"{}", None, "missing_field: the response with status 200 has no field that fits"),
        (
            UnknownEnumValue(),
            b'{"top": "a"}',
            roboflow(),
            "unknown_enum_value: the response with status 200 has no field that fits",
        ),
        (WrongType(pointer="/a/1"), b'{"a": [1]}', None, "the response has nothing at /a/1"),
        (WrongType(pointer="/a/x"), b'{"a": [1]}', None, "the response has nothing at /a/x"),
        (WrongType(pointer="/a/b"), b'{"a": 1}', None, "the response has nothing at /a/b"),
    ],
)
def test_inapplicable_fault(fault: Fault, body: bytes, operation: Operation | None, problem: str) -> None:
    """A fault that would not change the response raises FaultError."""
    with pytest.raises(FaultError) as caught:
        fault.alter(PlainResponse(200, JSON, body), operation)
    assert str(caught.value) == problem


def test_pointers_are_escaped() -> None:
    """A field's name can contain a slash or a tilde, and can be a number."""
    assert changed(MissingField(pointer="/a~1b/c~0d"), {"a/b": {"c~d": 1, "e": 2}}) == {"a/b": {"e": 2}}
    assert changed(MissingField(pointer="/0"), {"0": 1}) == {}
