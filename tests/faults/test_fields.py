"""Which field of an answer is altered: the one that is named, the first that suits, or every one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.recording import SINGLE_LABEL
from visionapis_testing import FaultError
from visionapis_testing.contracts.contract import Contract, load
from visionapis_testing.faults import Fault, MissingField, UnknownEnumValue, UnknownField, WrongType
from visionapis_testing.faults.response import Answer

if TYPE_CHECKING:
    from visionapis_testing.contracts.contract import Operation

JSON = [("content-type", "application/json")]
ROW = {"class": "seven", "class_id": 7, "confidence": 0.8}


def roboflow() -> Operation:
    """A call whose answer has required fields."""
    return load("roboflow").operations[0]


def altered(fault: Fault, document: Any, operation: Operation | None = None) -> Any:
    """What a fault makes of a document."""
    answer = Answer(200, JSON, json.dumps(document).encode())
    return json.loads(fault.alter(answer, operation).body)


LISTED: dict[str, Any] = {
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


def listed() -> Operation:
    """A call whose answer has a list of values, which is open."""
    return Contract.from_document("test", LISTED).operations[0]


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
    """A pointer names the field; the rest stays as it is."""
    assert altered(fault, SINGLE_LABEL) == expected


def test_first_field_without_a_contract() -> None:
    """In the document's order, what stands outermost first."""
    document = {"a": {"b": 1}, "c": "d"}

    assert altered(MissingField(), document) == {"c": "d"}
    assert altered(WrongType(), document) == {"a": "seventeen", "c": "d"}
    assert altered(UnknownEnumValue(value="x"), document) == {"a": {"b": 1}, "c": "x"}


def test_first_field_by_contract() -> None:
    """A field that the contract leaves free is passed by: its absence would be no fault."""
    document = {"inference_id": "free", "own": 1, **SINGLE_LABEL}
    validator = roboflow().answers[200, "application/json"]
    missing = altered(MissingField(), document, roboflow())

    assert validator.is_valid(document)
    assert not validator.is_valid(missing)
    assert document.keys() - missing.keys() == {"image"}
    assert not validator.is_valid(altered(WrongType(), document, roboflow()))


def test_every_field() -> None:
    """All that suit are altered: required ones are missing at every depth, lists of values are left everywhere."""
    document = [{"a": [{"b": 1}], "c": {}}]

    assert altered(MissingField(every=True), document) == [{}]
    assert altered(WrongType(every=True), document) == [{"a": "seventeen", "c": "seventeen"}]
    assert altered(UnknownField(every=True, name="n"), document) == [
        {"a": [{"b": 1, "n": {"new": True}}], "c": {"n": {"new": True}}, "n": {"new": True}}
    ]


def test_listed_values() -> None:
    """By contract the texts are altered for which it lists values, through references, branches, items and the rest."""
    new = "value-of-tomorrow"

    assert altered(UnknownEnumValue(), TASKS, listed()) == {**TASKS, "kind": new}
    assert altered(UnknownEnumValue(every=True), TASKS, listed()) == {
        "title": "t",
        "tasks": [{"id": "1", "type": new}, {"id": "2", "type": new}],
        "kind": new,
    }


@pytest.mark.parametrize("vendor", ["nanonets", "ximilar"])
def test_vendors_have_listed_values(vendor: str) -> None:
    """What the vendors' contracts list is found in their own examples."""
    found: list[Any] = []
    for operation in load(vendor).operations:
        for status, media_type in operation.answers:
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
        (MissingField(), b"\xff\xd8\xff", None, "missing_field: the answer with status 200 is no JSON document"),
        (MissingField(), b"[]", None, "missing_field: the answer with status 200 has no field that suits"),
        (MissingField(pointer=""), b"{}", None, "missing_field: the answer with status 200 has no field that suits"),
        (
            UnknownEnumValue(),
            b'{"top": "a"}',
            roboflow(),
            "unknown_enum_value: the answer with status 200 has no field",
        ),
        (WrongType(pointer="/a/1"), b'{"a": [1]}', None, "the answer has nothing at /a/1: give the pointer of a field"),
        (WrongType(pointer="/a/x"), b'{"a": [1]}', None, "the answer has nothing at /a/x: give the pointer of a field"),
        (WrongType(pointer="/a/b"), b'{"a": 1}', None, "the answer has nothing at /a/b: give the pointer of a field"),
    ],
)
def test_nothing_to_alter(fault: Fault, body: bytes, operation: Operation | None, problem: str) -> None:
    """A fault that would change nothing is an error, not a fault that nobody sees."""
    with pytest.raises(FaultError) as caught:
        fault.alter(Answer(200, JSON, body), operation)
    assert str(caught.value).startswith(problem)


def test_pointers_are_escaped() -> None:
    """A name may have a slash, a tilde, or digits."""
    assert altered(MissingField(pointer="/a~1b/c~0d"), {"a/b": {"c~d": 1, "e": 2}}) == {"a/b": {"e": 2}}
    assert altered(MissingField(pointer="/0"), {"0": 1}) == {}
