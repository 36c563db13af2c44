"""Ximilar's contract, narrowed to resources that exist on a server."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias, cast

from visionapis_testing.conformance.contracts import Json, contract, operations, resolved
from visionapis_testing.conformance.scenarios import Document

JSON = "application/json"

_OMITTED = "x-omitted"
"""The extension of an operation that is not called."""

Values: TypeAlias = Mapping[str, Sequence[object]]
"""Values by the name of a parameter or of a body's field."""


def narrowed(values: Values) -> Document:
    """Return the contract with parameters and fields narrowed to values.

    A name without values is omitted, and so is an operation that requires it. Parameters and bodies are copied to their
    operations without references, and examples have the values, too. Examples of forms are removed.
    """
    document = contract("ximilar")
    for item in document["paths"].values():
        shared = item.pop("parameters", [])
        for operation in [each for each in item.values() if "operationId" in each]:
            parameters = [resolved(document, each) for each in (*shared, *operation.get("parameters", []))]
            operation["parameters"] = [
                _parameter(each, values) for each in parameters if _is_known(each["name"], values)
            ]
            lacks_values = any(each.get("required") and not _is_known(each["name"], values) for each in parameters)
            if "requestBody" in operation:
                request_body = resolved(document, operation["requestBody"])
                bodies = {
                    media_type: _body(document, media_type, media, values)
                    for media_type, media in request_body["content"].items()
                }
                content = {name: media for name, media in bodies.items() if media}
                operation["requestBody"] = {**request_body, "content": content}
                lacks_values |= not any(bodies.values())
            if lacks_values:
                omit(document, operation["operationId"])
    return document


def remaining(document: Document, ids: Sequence[str]) -> list[str]:
    """Return the operations that were not omitted."""
    return [id_ for id_ in ids if _OMITTED not in operation(document, id_)]


def operation(document: Document, operation_id: str) -> Json:
    """Return an operation."""
    (found,) = (each for _, _, each in operations(document) if each["operationId"] == operation_id)
    return found


def body(document: Document, operation_id: str, media_type: str = JSON) -> Json:
    """Return the schema and examples of an operation's body."""
    media: Json = operation(document, operation_id)["requestBody"]["content"][media_type]
    return media


def fields(document: Document, operation_id: str, media_type: str = JSON) -> Json:
    """Return the fields of an operation's body by name; those of the first schema of several."""
    schema = body(document, operation_id, media_type)["schema"]
    properties: Json = schema.get("anyOf", [schema])[0]["properties"]
    return properties


def omit(document: Document, operation_id: str) -> None:
    """Omit an operation: `remaining` does not return it."""
    operation(document, operation_id)[_OMITTED] = True


def _is_known(name: str, values: Values) -> bool:
    return bool(values.get(name, True))


def _parameter(parameter: Json, values: Values) -> Json:
    if name_values := values.get(parameter["name"]):
        return {**parameter, "schema": {"type": "string", "enum": [*name_values]}, "example": name_values[0]}
    if parameter["name"] == "page":
        return {**parameter, "example": 1}  # the only one that always exists
    return parameter


def _body(document: Document, media_type: str, media: Json, values: Values) -> Json:
    """Return a body narrowed to values; empty if each of its schemas requires a name without values."""
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
