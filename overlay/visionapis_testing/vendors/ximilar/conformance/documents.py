"""Ximilar's contract, narrowed to ids that a server knows."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias, cast

from visionapis_testing.conformance.contracts import Json, contract, operations, resolved
from visionapis_testing.conformance.scenarios import Document

JSON = "application/json"

Values: TypeAlias = Mapping[str, Sequence[object]]
"""Values by the name of the parameter, or of the body's field, that takes them."""


def narrowed(values: Values) -> Document:
    """Return the contract with nothing but these values under their names, wherever a request has them.

    Where there are none for a name, it is left out; an operation that cannot do without it is left out as a whole.
    Parameters and bodies stand in their operations, without references; examples have the values, too, and none of
    a form remains.
    """
    document = contract("ximilar")
    for item in document["paths"].values():
        shared = item.pop("parameters", [])
        for operation in [each for each in item.values() if "operationId" in each]:
            parameters = [resolved(document, each) for each in (*shared, *operation.get("parameters", []))]
            operation["parameters"] = [
                _parameter(each, values) for each in parameters if _is_known(each["name"], values)
            ]
            lacks = any(each.get("required") and not _is_known(each["name"], values) for each in parameters)
            if content := operation.get("requestBody", {}).get("content"):
                bodies = {
                    media_type: _body(document, media_type, media, values) for media_type, media in content.items()
                }
                operation["requestBody"]["content"] = {name: media for name, media in bodies.items() if media}
                lacks |= not any(bodies.values())
            if lacks:
                leave_out(document, operation["operationId"])
    return document


def remaining(document: Document, ids: Sequence[str]) -> list[str]:
    """Return those of some operations that were not left out."""
    return [id_ for id_ in ids if "x-left-out" not in operation(document, id_)]


def operation(document: Document, operation_id: str) -> Json:
    """Return an operation."""
    (found,) = (each for _, _, each in operations(document) if each["operationId"] == operation_id)
    return found


def body(document: Document, operation_id: str, media_type: str = JSON) -> Json:
    """Return one kind of an operation's body: its schema and its examples."""
    media: Json = operation(document, operation_id)["requestBody"]["content"][media_type]
    return media


def fields(document: Document, operation_id: str, media_type: str = JSON) -> Json:
    """Return the fields of an operation's body, by name; of several shapes those of the first."""
    schema = body(document, operation_id, media_type)["schema"]
    properties: Json = schema.get("anyOf", [schema])[0]["properties"]
    return properties


def leave_out(document: Document, operation_id: str) -> None:
    """Have an operation not called."""
    operation(document, operation_id)["x-left-out"] = True


def _is_known(name: str, values: Values) -> bool:
    return bool(values.get(name, True))


def _parameter(parameter: Json, values: Values) -> Json:
    if name_values := values.get(parameter["name"]):
        return {**parameter, "schema": {"type": "string", "enum": [*name_values]}, "example": name_values[0]}
    if parameter["name"] == "page":
        return {**parameter, "example": 1}  # the only one that is always there
    return parameter


def _body(document: Document, media_type: str, media: Json, values: Values) -> Json:
    """Return one kind of body; empty when none of its shapes can be filled."""
    schema = resolved(document, media["schema"])
    shapes = [resolved(document, each) for each in schema.get("anyOf", [schema])]
    found = [
        _shape(document, each, values)
        for each in shapes
        if all(_is_known(name, values) for name in each.get("required", ()))
    ]
    if not found:
        return {}
    examples = cast("dict[str, Json]", media.get("examples", {}) if media_type == JSON else {})
    return {
        "schema": {"anyOf": found} if len(found) > 1 else found[0],
        "examples": {name: {"value": _example(each["value"], values)} for name, each in examples.items()},
    }


def _example(value: Json, values: Values) -> Json:
    found = {name: each for name, each in value.items() if _is_known(name, values)}
    for name in found.keys() & values.keys():
        one = values[name][0]
        found[name] = [one for _ in found[name]] if isinstance(found[name], list) else one
    return found


def _shape(document: Document, schema: Json, values: Values) -> Json:
    properties = {
        name: resolved(document, each) for name, each in schema["properties"].items() if _is_known(name, values)
    }
    for name in properties.keys() & values.keys():
        one = {"enum": [*values[name]]}
        properties[name] = {"type": "array", "items": one} if properties[name].get("type") == "array" else one
    return {**schema, "properties": properties}
