"""The schemas of published documents become those of contracts that the lint accepts."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from .documents import Json, convert, post, resolved, responding, response

SCHEMAS: dict[str, tuple[Json, Json]] = {
    "nullable": ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
    "exclusive minimum of 3.0": (
        {"type": "number", "minimum": 0, "exclusiveMinimum": True},
        {"type": "number", "exclusiveMinimum": 0},
    ),
    "exclusive minimum of 3.1": ({"type": "number", "exclusiveMinimum": 0}, {"type": "number", "exclusiveMinimum": 0}),
    "date": ({"type": "string", "format": "date"}, {"type": "string", "examples": ["2020-01-31"]}),
    "example": ({"type": "string", "example": "Tom"}, {"type": "string", "examples": ["Tom"]}),
    "type from keywords": ({"minLength": 1}, {"type": "string", "minLength": 1}),
    "enumeration of numbers": ({"type": "integer", "enum": [1, 2]}, {"type": "integer", "examples": [1]}),
    "values that cannot be printed": ({"type": "string", "enum": ["a", "b\r"]}, {"type": "string", "examples": ["a"]}),
    "values that differ by case": ({"type": "string", "enum": ["a", "A"]}, {"type": "string", "examples": ["a"]}),
    "null or a number": ({"anyOf": [{"type": "null"}, {"type": "integer"}]}, {"type": ["integer", "null"]}),
    "list without items": (
        {"type": "array"},
        {"type": "array", "items": {"$ref": "#/components/schemas/AnyValue"}},
    ),
    "prose as example": ({"type": "string", "example": "This is a rather long sentence."}, {"type": "string"}),
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_field(name: str) -> None:
    """Each kind of field is written as OpenAPI 3.1 and the lint want it."""
    raw, expected = SCHEMAS[name]
    contract, _ = convert(responding({"type": "object", "properties": {"field": raw}}))
    field = response(contract)["properties"]["field"]

    assert field.pop("description") == "Field."
    assert field == expected


def test_enumeration_in_response_is_open() -> None:
    """A response may have a value that the document does not list, and a closed object further fields."""
    state = {"type": "string", "enum": ["on", "off"], "nullable": True}
    contract, report = convert(
        responding({"type": "object", "additionalProperties": False, "properties": {"state": state}})
    )
    whole = response(contract)

    assert "additionalProperties" not in whole
    assert [each.get("type", "enum") for each in whole["properties"]["state"]["anyOf"]] == ["enum", "string", "null"]
    assert "enumerations in responses were opened" in report


def test_all_of_is_merged() -> None:
    """The fields of a base are fields of the schema that extends it."""
    base = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
    extended = {"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"name": {"type": "string"}}}]}
    contract, _ = convert(responding(extended, Base=base))

    assert list(response(contract)["properties"]) == ["id", "name"]
    assert response(contract)["required"] == ["id"]


def test_discriminator_becomes_a_constant() -> None:
    """Each branch has its value of the discriminator as a constant, which tells it from the others."""
    branch = {"type": "object", "properties": {"kind": {"type": "string"}, "size": {"type": "integer"}}}
    union = {
        "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
        "discriminator": {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Cat"}},
    }
    contract, _ = convert(responding(union, Cat=branch, Dog=copy.deepcopy(branch)))
    constants = [resolved(contract, each)["properties"]["kind"]["const"] for each in response(contract)["anyOf"]]

    assert constants == ["cat", "Dog"]


def test_branches_that_look_alike_become_one_object() -> None:
    """A union whose branches the client could not tell apart is one object with the fields of both."""
    one = {"type": "object", "properties": {"a": {"type": "string"}}}
    other = {"type": "object", "properties": {"b": {"type": "string"}}}
    contract, report = convert(responding({"oneOf": [one, other]}))

    assert sorted(response(contract)["properties"]) == ["a", "b"]
    assert "unions whose branches cannot be told apart became one object" in report


def test_schema_that_contains_itself() -> None:
    """Objects and lists that contain themselves end."""
    tree = {"type": "object", "properties": {"children": {"$ref": "#/components/schemas/Trees"}}}
    trees = {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}
    loop = {"type": "array", "items": {"$ref": "#/components/schemas/Loop"}}
    whole = {"type": "object", "properties": {"loop": {"$ref": "#/components/schemas/Loop"}, "tree": tree}}
    contract, report = convert(responding(whole, Tree=tree, Trees=trees, Loop=loop))

    assert "Tree" in contract["components"]["schemas"]
    assert "lists that contain themselves" in report


def test_unreadable_keywords_are_reported() -> None:
    """Keywords that the generators cannot read are dropped with their count, and positions become a union."""
    fields = {
        "pair": {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]},
        "other": {"type": "string", "not": {"const": "x"}},
        "self": {"type": "string"},
    }
    contract, report = convert(responding({"type": "object", "properties": fields}, "3.1.0"))
    properties = response(contract)["properties"]

    assert properties["pair"]["items"] == {"anyOf": [{"type": "string"}, {"type": "integer"}]}
    assert "1  `not` of schemas" in report
    assert "self" not in properties
    assert "fields whose names cannot be attributes" in report


def test_example_that_has_not_the_format() -> None:
    """An example of a field that its own format forbids, such as a URL with a placeholder, is not taken over."""
    url = {"type": "string", "format": "uri"}
    fields = {
        "placeholder": {**url, "example": "https://{domain}/keys"},
        "prose": {**url, "default": "the page"},
        "next": {**url, "examples": ["no uri", "https://x.example/"]},
    }
    contract, _ = convert(responding({"type": "object", "required": [*fields], "properties": fields}, "3.1.0"))
    properties = response(contract)["properties"]

    assert [properties[name].get("examples") for name in fields] == [None, None, ["https://x.example/"]]
    content = post(contract)["responses"]["200"]["content"]["application/json"]
    (example,) = content["examples"].values()
    assert all(" " not in value and "{" not in value and "://" in value for value in example["value"].values())


def test_fields_of_one_direction() -> None:
    """Requests have no field marked `readOnly`, also in a schema that responses have too, nor responses `writeOnly`."""
    fields = {"id": {"type": "string", "readOnly": True}, "pin": {"type": "string", "writeOnly": True}}
    part = {"type": "object", "properties": {"size": {"type": "integer"}, **copy.deepcopy(fields)}}
    fields = {"name": {"type": "string"}, "part": {"$ref": "#/components/schemas/Part"}, **fields}
    thing = {"type": "object", "required": ["id", "pin", "name", "part"], "properties": fields}
    document = responding({"$ref": "#/components/schemas/Thing"}, Thing=thing, Part=part)
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    document["paths"]["/things/{id}"]["post"]["requestBody"] = {"required": True, "content": content}
    contract, report = convert(document)
    body = post(contract)["requestBody"]["content"]["application/json"]
    found = [resolved(contract, body["schema"]), response(contract)]

    assert [list(each["properties"]) for each in found] == [["name", "part", "pin"], ["name", "part", "id"]]
    assert [each["required"] for each in found] == [["pin", "name", "part"], ["id", "name", "part"]]
    parts = [resolved(contract, each["properties"]["part"]) for each in found]
    assert [list(each["properties"]) for each in parts] == [["size", "pin"], ["size", "id"]]
    assert set(body["examples"]["example"]["value"]) == {"name", "part", "pin"}
    assert "`readOnly` fields were left out" in report


def test_example_of_another_format() -> None:
    """An example that has not the format of its field is drawn anew."""
    document = responding({"type": "object", "properties": {"link": {"type": "string", "format": "uri"}}})
    content = document["paths"]["/things/{id}"]["post"]["responses"]["200"]["content"]["application/json"]
    content["example"] = {"link": "https://{host}/x"}
    contract, _ = convert(document)

    assert list(post(contract)["responses"]["200"]["content"]["application/json"]["examples"]) == ["example"]


def test_reference_that_leads_nowhere_is_reported() -> None:
    """A dangling reference becomes any value, and is listed."""
    contract, report = convert(
        responding({"type": "object", "properties": {"x": {"$ref": "#/components/schemas/Lost"}}})
    )

    assert response(contract)["properties"]["x"] == {"$ref": "#/components/schemas/AnyValue"}
    assert "references that lead nowhere" in report


def test_examples_made_of_references_are_drawn_anew() -> None:
    """A reference within the value of an example is no value, and leads to nothing in the contract."""
    document = responding({"type": "object", "properties": {"id": {"type": "string"}}})
    content = document["paths"]["/things/{id}"]["post"]["responses"]["200"]["content"]["application/json"]
    content["example"] = {"A thing": {"$ref": "#/components/examples/Thing"}}
    contract, report = convert(document)

    examples = post(contract)["responses"]["200"]["content"]["application/json"]["examples"]
    assert "$ref" not in json.dumps(examples)
    assert "examples were drawn from schemas" in report


def test_base_with_a_discriminator_becomes_a_union() -> None:
    """The subtypes that inherit from a base are the branches; each has its constant and the fields of the base."""
    base = {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string"}, "name": {"type": "string"}},
        "discriminator": {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Cat"}},
    }
    cat, dog = (
        {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"properties": {field: {"type": "integer"}}}]}
        for field in ("lives", "bones")
    )
    contract, report = convert(responding({"$ref": "#/components/schemas/Pet"}, Pet=base, Cat=cat, Dog=dog))

    branches = [resolved(contract, each) for each in response(contract)["anyOf"]]
    assert [set(each["properties"]) for each in branches[:2]] == [{"kind", "name", "lives"}, {"kind", "name", "bones"}]
    assert [each["properties"]["kind"].get("const") for each in branches[:2]] == ["cat", "Dog"]
    assert "bases with a discriminator became unions of their subtypes: Pet" in report


@pytest.mark.parametrize("bases", [("A", "A"), ("A", "B"), ("A", "B", "A")])
def test_base_that_is_inherited_many_times(bases: tuple[str, ...]) -> None:
    """Bases that are inherited twice on each of 40 levels are merged once, not 2**40 times."""
    schemas: dict[str, Any] = {}
    for level in range(40):
        below = [{"$ref": f"#/components/schemas/{name}{level + 1}"} for name in bases]
        for name in {*bases}:
            schemas[f"{name}{level}"] = {"allOf": below}
    for name in {*bases}:
        schemas[f"{name}40"] = {"type": "object", "properties": {name.lower(): {"type": "string"}}}
    contract, _ = convert(responding({"$ref": "#/components/schemas/A0"}, **schemas))

    assert set(response(contract)["properties"]) == {name.lower() for name in bases}


def test_base_with_many_subtypes_stays() -> None:
    """A body of a base with more subtypes than a union can have is taken over with the fields of the base."""
    base = {"type": "object", "properties": {"kind": {"type": "string"}}, "discriminator": {"propertyName": "kind"}}
    subtypes: dict[str, Any] = {
        f"Pet{number}": {"allOf": [{"$ref": "#/components/schemas/Pet"}]} for number in range(9)
    }
    contract, report = convert(responding({"$ref": "#/components/schemas/Pet"}, Pet=base, **subtypes))

    assert set(response(contract)["properties"]) == {"kind"}
    assert "1  subtypes of a base with a discriminator, if more than 8: Pet" in report
