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
from visionapis_testing.contracts.parsing import FORM, MULTIPART
from visionapis_testing.generic import outlines
from visionapis_testing.generic.classification import classifications

from .calls import image_base64, is_file

_FORMAT = "visionapis-image"

_JSON_FORMAT = "visionapis-json"

schemathesis.openapi.format(_FORMAT, st.sampled_from([*VALID.values()]))
schemathesis.openapi.format(_JSON_FORMAT, st.sampled_from(["{}", "[]", '"text"']))

Values = Mapping[str, Sequence[str]]
"""Ids by path parameter."""


def narrowed(vendor: str, values: Mapping[str, Values], key: str, all_operations: Mapping[str, Operation]) -> Document:
    """Return a vendor's contract with the path parameters of operations narrowed to values, by operation id.

    Fields and parameters that carry a key have it. Files are images.
    """
    document = contract(vendor)
    for path, _, operation in operations(document):
        shared = document["paths"][path].get("parameters", [])
        parameters = [resolved(document, each) for each in (*shared, *operation.get("parameters", []))]
        latest = {(each["name"], each["in"]): each for each in parameters}.values()
        own = values.get(operation["operationId"], {})
        operation["parameters"] = [_parameter(document, each, own, key) for each in latest]
        if "requestBody" in operation:
            body = resolved(document, operation["requestBody"])
            described = all_operations[operation["operationId"]]
            content = {name: _media(document, described, name, media, key) for name, media in body["content"].items()}
            operation["requestBody"] = {**body, "content": content}
    for item in document["paths"].values():
        item.pop("parameters", None)
    return document


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
    """Return a body with its files as images, and without examples if it is a form, which cannot show files."""
    schema = resolved(document, media.get("schema", {}))
    fields = outlines.properties(operation.schemas, schema)
    changed: Json = {}
    for name, field in fields.items():
        flat = resolved(document, field) if outlines.is_object(field) else {}
        if flat.get("x-secret"):
            changed[name] = {"type": "string", "const": key}
        elif media_type == MULTIPART and is_file(operation, field):
            changed[name] = file_schema(_FORMAT)
        elif _is_image(operation, name, flat):
            changed[name] = {"type": "string", "enum": [image_base64()]}
        elif flat.get("contentMediaType") == "application/json" and "contentSchema" not in flat:
            changed[name] = {**flat, "format": _JSON_FORMAT}
    kept = _without_examples(media) if media_type in {FORM, MULTIPART} and changed else media
    if not changed:
        return kept
    if "properties" in schema:
        return {**kept, "schema": {**schema, "properties": {**schema["properties"], **changed}}}
    return {**kept, "schema": {"allOf": [media["schema"], {"properties": changed}]}}


def _is_image(operation: Operation, name: str, schema: Json) -> bool:
    """Return whether a field is base64 text of an image to classify."""
    is_base64 = schema.get("contentEncoding") == "base64" or schema.get("format") == "byte"
    return is_base64 and any(marks["image"] == name for marks in classifications(operation))


def has_key_field(operation: Json, key: str) -> bool:
    """Return whether the body of an operation of a narrowed document has a field that is the key."""
    for media in operation.get("requestBody", {}).get("content", {}).values():
        schema = media.get("schema", {})
        for part in (schema, *schema.get("allOf", ())):
            fields = part.get("properties", {}).values()
            if any(outlines.is_object(each) and each.get("const") == key for each in fields):
                return True
    return False


def serialize_bodies(document: Document) -> None:
    """Let schemathesis send bodies of any media type, as bytes: it knows common ones only."""
    for _, _, operation in operations(document):
        for media_type in operation.get("requestBody", {}).get("content", {}):
            if REQUESTS_TRANSPORT.get_first_matching_media_type(media_type) is None:
                schemathesis.serializer.alias(media_type, "application/octet-stream")
