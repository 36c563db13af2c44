"""The types that OpenAPI has for the parts of a document: what has another one is left out, such as a null."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scripts.tools.regenerate.contract import METHODS, pointer

if TYPE_CHECKING:
    from scripts.tools.regenerate.contract import Json

    from .report import Report


# A shape is the name of a mapping below, or of a value; in brackets a list of these, in braces a mapping by name.
SCHEMA = {
    **dict.fromkeys(("properties", "patternProperties", "$defs", "definitions"), "{schema}"),
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), "[schema]"),
    **dict.fromkeys(("additionalProperties", "not"), "schema"),
    **dict.fromkeys(("$ref", "format", "pattern"), "text"),
    "items": "items", "type": "type", "discriminator": "discriminator", "enum": "[any]", "required": "[text]",
}  # fmt: skip

MAPPINGS: dict[str, dict[str, str]] = {
    "document": {
        **dict.fromkeys(("consumes", "produces", "schemes"), "[text]"),
        "basePath": "text", "components": "components", "definitions": "{schema}", "host": "text", "info": "{any}",
        "parameters": "{parameter}", "paths": "{path}", "responses": "{response}", "security": "[{[text]}]",
        "securityDefinitions": "{scheme}", "servers": "[server]", "webhooks": "{any}",
    },
    "components": {
        "headers": "{parameter}", "parameters": "{parameter}", "requestBodies": "{body}", "responses": "{response}",
        "schemas": "{schema}", "securitySchemes": "{scheme}",
    },
    "path": {"$ref": "text", "parameters": "[parameter]", **dict.fromkeys(METHODS, "operation")},
    "operation": {
        **dict.fromkeys(("consumes", "produces", "tags"), "[text]"),
        "operationId": "text", "parameters": "[parameter]", "requestBody": "body", "responses": "{response}",
        "security": "[{[text]}]",
    },
    "parameter": {
        **SCHEMA,
        **dict.fromkeys(("collectionFormat", "in", "name", "style"), "text"),
        "content": "{content}", "required": "any", "schema": "schema",
    },
    "body": {"$ref": "text", "content": "{content}"},
    "response": {
        "$ref": "text", "content": "{content}", "examples": "{any}", "headers": "{parameter}", "schema": "schema",
    },
    "content": {"schema": "schema"},
    "schema": SCHEMA,
    "scheme": {
        **dict.fromkeys(("$ref", "authorizationUrl", "flow", "in", "name", "scheme", "tokenUrl", "type"), "text"),
        "flows": "{flow}", "scopes": "{any}",
    },
    "flow": {"authorizationUrl": "text", "scopes": "{any}", "tokenUrl": "text"},
    "server": {"url": "text", "variables": "{variable}"},
    "variable": {"default": "scalar"},
}  # fmt: skip

LOST = object()


def shaped(document: Json, report: Report) -> Json:
    """Return a document without the values that have another type than OpenAPI has for their place."""
    found: Json = _shaped(document, "document", "", report)
    return found


def _shaped(node: Any, shape: str, at: str, report: Report) -> Any:
    """Return a value with its parts in shape, or LOST."""
    if shape == "items":  # a list before JSON Schema 2020-12: a schema per position
        shape = "[schema]" if isinstance(node, list) else "schema"
    inner = shape[1:-1]
    if shape[0] == "[" and isinstance(node, list):
        items = [_shaped(each, inner, at + pointer(index), report) for index, each in enumerate(node)]
        return [each for each in items if each is not LOST]
    if (shape[0] == "{" or shape in MAPPINGS) and isinstance(node, dict):
        shapes = MAPPINGS[shape] if shape in MAPPINGS else dict.fromkeys(node, inner)
        pairs = {key: _shaped(each, shapes.get(key, "any"), at + pointer(key), report) for key, each in node.items()}
        return {key: each for key, each in pairs.items() if each is not LOST}
    if _is_value(node, shape):
        return node
    if node is not None:
        report.lost("values of a type that OpenAPI does not have there", f"#{at}")
    return LOST


def _is_value(node: Any, shape: str) -> bool:
    match shape:
        case "any":
            return True
        case "schema":
            return isinstance(node, bool)
        case "text":
            return isinstance(node, str)
        case "scalar":
            return isinstance(node, (str, int, float))
        case "type":
            return isinstance(node, str) or (isinstance(node, list) and all(isinstance(each, str) for each in node))
        case "discriminator" if isinstance(node, dict):
            mapping = node.get("mapping", {})
            return isinstance(mapping, dict) and all(
                isinstance(each, str) for each in (node.get("propertyName"), *mapping.values())
            )
        case "discriminator":  # of Swagger 2.0: the name of a field
            return isinstance(node, str)
    return False
