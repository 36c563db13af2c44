"""A contract narrowed to resources that exist on a server, and to bodies with images."""

from collections.abc import Mapping, Sequence
from typing import Any

import schemathesis
from hypothesis import strategies as st
from schemathesis.transport.requests import REQUESTS_TRANSPORT

from visionapis_testing.conformance.contracts import Json, contract, file_schema, operations, resolved
from visionapis_testing.conformance.images import VALID
from visionapis_testing.conformance.scenarios import Document
from visionapis_testing.contracts.contract import Operation
from visionapis_testing.contracts.documented import example_values
from visionapis_testing.contracts.parsing import FORM, MULTIPART
from visionapis_testing.generic import outlines
from visionapis_testing.generic.classification import classifications

from .calls import image_base64, is_file, with_key

_FORMAT = "visionapis-image"

_JSON_FORMAT = "visionapis-json"

_BRANCHES = frozenset({"allOf", "anyOf", "oneOf"})

_MAX_DEPTH = 10
"""How deep branches in branches are followed."""

schemathesis.openapi.format(_FORMAT, st.sampled_from([*VALID.values()]))
schemathesis.openapi.format(_JSON_FORMAT, st.sampled_from(["{}", "[]", '"text"']))

Values = Mapping[str, Sequence[str]]
"""Ids by path parameter."""


def narrowed(vendor: str, values: Mapping[str, Values], key: str, all_operations: Mapping[str, Operation]) -> Document:
    """Return a vendor's contract with the path parameters of operations narrowed to values, by operation id.

    Fields and parameters that carry a key have it. Files are images. Of parameters that exclude each
    other, such as a URL and the id of an upload, requests have the first.
    """
    document = contract(vendor)
    for path, _, operation in operations(document):
        shared = document["paths"][path].get("parameters", [])
        parameters = [resolved(document, each) for each in (*shared, *operation.get("parameters", []))]
        latest = {(each["name"], each["in"]): each for each in parameters}.values()
        own, choice = values.get(operation["operationId"], {}), _choice(operation)
        operation["parameters"] = [
            {**_parameter(document, each, own, key), "required": True}
            if choice.get(each["name"], {}).get("required")
            else _parameter(document, each, own, key)
            for each in latest
            if not choice.get(each["name"], {}).get("omit")
        ]
        if "requestBody" in operation:
            body = resolved(document, operation["requestBody"])
            described = all_operations[operation["operationId"]]
            content = {name: _media(document, described, name, media, key) for name, media in body["content"].items()}
            operation["requestBody"] = {**body, "content": content}
    for item in document["paths"].values():
        item.pop("parameters", None)
    return document


def _choice(operation: Json) -> Json:
    """Return the `parameters` of one of the `x-calls` of an operation, if each call requires other ones.

    It is the one that classifies, else the first.
    """
    calls: list[Json] = operation.get("x-calls", [])
    own: list[Json] = [each.get("parameters", {}) for each in calls if "x-classify" in each] + [
        each.get("parameters", {}) for each in calls
    ]
    is_choice = all(any(given.get("required") for given in each.values()) for each in own)
    return own[0] if own and is_choice else {}


def _parameter(document: Document, parameter: Json, values: Values, key: str) -> Json:
    if parameter.get("x-secret"):
        return {**_without_examples(parameter), "schema": {"type": "string", "const": key}, "example": key}
    found = values.get(parameter["name"]) if parameter["in"] == "path" else None
    if not found:
        return parameter
    schema = resolved(document, parameter["schema"])
    is_number = schema.get("type") == "integer"
    typed: list[Any] = [int(each) for each in found if each.lstrip("-").isdecimal()] if is_number else list(found)
    narrowed_schema = {"type": "integer" if is_number else "string", "enum": typed}
    return {**_without_examples(parameter), "schema": narrowed_schema, "example": typed[0]}


def _without_examples(node: Json) -> Json:
    return {name: value for name, value in node.items() if name not in {"example", "examples"}}


def _media(document: Document, operation: Operation, media_type: str, media: Json, key: str) -> Json:
    """Return a body with its files as images, and without examples if it is a form, which cannot show files.

    Fields that carry a key have it, in examples, too.
    """
    schema = resolved(document, media.get("schema", {}))
    fields = outlines.properties(operation.schemas, schema)
    changed: Json = {}
    for name, field in fields.items():
        flat = resolved(document, field) if outlines.is_object(field) else {}
        if flat.get("x-secret"):
            changed[name] = {"type": "string", "const": key}
        elif media_type == MULTIPART and is_file(operation, field):
            changed[name] = file_schema(_FORMAT)
        elif _is_image(operation, flat):
            changed[name] = {"type": "string", "enum": [image_base64()]}
        elif flat.get("contentMediaType") == "application/json" and "contentSchema" not in flat:
            changed[name] = {**flat, "format": _JSON_FORMAT}
    if not changed:
        return media
    kept = _without_examples(media)
    if media_type not in {FORM, MULTIPART}:
        shown = [with_key(operation, schema, each, key) for each in example_values(operation, media)]
        kept["examples"] = {str(number): {"value": each} for number, each in enumerate(shown)}
    return {**kept, "schema": _with_files_above(operation, _with_fields(document, schema, changed), changed)}


def _with_files_above(operation: Operation, schema: Json, changed: Json) -> Json:
    """Return the schema of a form with the files of its branches beside them; no branch has the fields of others.

    schemathesis sends a field as a file if a schema's own `properties` say so, not those of a branch.
    """
    files = {name: field for name, field in changed.items() if "contentMediaType" in field}
    if "anyOf" not in schema or not files:
        return schema
    fields = outlines.properties(operation.schemas, schema).keys()
    branches: list[Json] = []
    for branch in schema["anyOf"]:
        absent: Json = dict.fromkeys(fields - outlines.properties(operation.schemas, branch).keys(), False)
        branches.append({**branch, "properties": {**branch.get("properties", {}), **absent}})
    return {**schema, "properties": {**files, **schema.get("properties", {})}, "anyOf": branches}


def _with_fields(document: Document, schema: Json, changed: Json, depth: int = 0) -> Json:
    """Return a schema with other fields, in every branch that has them.

    `oneOf` becomes `anyOf`: to draw from the former, schemathesis validates what it drew, which it cannot do for files.
    """
    flat = dict(resolved(document, schema))
    if own := {name: changed[name] for name in flat.get("properties", {}) if name in changed}:
        flat["properties"] = {**flat["properties"], **own}
    for keyword in _BRANCHES & flat.keys() if depth < _MAX_DEPTH else ():
        flat[keyword] = [_with_fields(document, each, changed, depth + 1) for each in flat[keyword]]
    if "anyOf" not in flat and "oneOf" in flat:
        flat["anyOf"] = flat.pop("oneOf")
    return flat


def _is_image(operation: Operation, schema: Json) -> bool:
    """Return whether a field is base64 text of an image to classify."""
    is_base64 = schema.get("contentEncoding") == "base64" or schema.get("format") == "byte"
    return is_base64 and bool(classifications(operation))


def has_key_field(operation: Json, key: str) -> bool:
    """Return whether the body of an operation of a narrowed document has a field that is the key."""
    content = operation.get("requestBody", {}).get("content", {})
    return any(_has_constant(media.get("schema", {}), key) for media in content.values())


def _has_constant(schema: Json, value: str) -> bool:
    """Return whether a field of a schema, in any branch, is a constant."""
    fields = schema.get("properties", {}).values()
    if any(outlines.is_object(each) and each.get("const") == value for each in fields):
        return True
    return any(_has_constant(each, value) for keyword in _BRANCHES for each in schema.get(keyword, ()))


def serialize_bodies(document: Document) -> None:
    """Let schemathesis send bodies of any media type, as bytes: it knows common ones only."""
    for _, _, operation in operations(document):
        for media_type in operation.get("requestBody", {}).get("content", {}):
            if REQUESTS_TRANSPORT.get_first_matching_media_type(media_type) is None:
                schemathesis.serializer.alias(media_type, "application/octet-stream")
