"""Traversal of a contract's schemas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from jsonschema_rs import Draft202012Validator

from .contract import DOCUMENT, Contract, Json, Operation, pointer, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

REFERENCE = "#/components/schemas/"

UNIONS = ("anyOf", "oneOf")

# Within an example, `schema` is the name of a field.
EXAMPLE = re.compile(r"/examples/[^/]+/value(/|$)")


def every(contract: Contract) -> Iterator[tuple[str, Json]]:
    """Yield every schema of the document with its pointer: components, inline ones, and all within them."""
    roots = [
        (pointer("components", "schemas", name), each)
        for name, each in contract.document["components"]["schemas"].items()
        if isinstance(each, dict)
    ]
    roots += [
        (f"{at}/schema", node["schema"])
        for at, node in walk(contract.document)
        if isinstance(node, dict) and isinstance(node.get("schema"), dict) and not EXAMPLE.search(at)
    ]
    for at, root in roots:
        yield from inside(at, root)


def inside(at: str, schema: Json) -> Iterator[tuple[str, Json]]:
    """Yield a schema and those within it, without following references."""
    yield at, schema
    for key in ("items", "additionalProperties", "not", "contentSchema"):
        if isinstance(schema.get(key), dict):
            yield from inside(at + pointer(key), schema[key])
    for key in (*UNIONS, "allOf"):
        for index, each in enumerate(schema.get(key, [])):
            if isinstance(each, dict):
                yield from inside(at + pointer(key, index), each)
    for name, each in schema.get("properties", {}).items():
        if isinstance(each, dict):
            yield from inside(at + pointer("properties", name), each)


def received(contract: Contract) -> dict[str, Json]:
    """Return every schema that responses contain, by its pointer."""
    return reached(contract, [root for operation in contract.operations() for _, root in responses(operation)])


def reached(contract: Contract, roots: list[Json]) -> dict[str, Json]:
    """Return some schemas, those within them and those that they refer to, by pointer."""
    found: dict[str, Json] = {}
    queue = list(roots)
    while queue:
        root = contract.resolve(queue.pop())
        at = contract.at(root)
        if at not in found:
            schemas = dict(inside(at, root))
            found |= schemas
            queue.extend(each for each in schemas.values() if "$ref" in each)
    return found


def responses(operation: Operation) -> Iterator[tuple[str, Json]]:
    """Yield status and schema of every response with a body."""
    for status, response in operation.data["responses"].items():
        for content in response.get("content", {}).values():
            yield status, content["schema"]


def violations(contract: Contract, schema: Json, value: object, *, formats: bool = False) -> Iterator[str]:
    """Yield what is wrong with a value; the schema is one of the contract, or a reference to one.

    With `formats`, a text must have the format that its schema names, such as `uri`.
    """
    at = quote(contract.at(contract.resolve(schema)), safe="/~")
    reference = {"$ref": f"{DOCUMENT}#{at}"}
    validator = Draft202012Validator(reference, registry=contract.registry, validate_formats=formats)
    for error in validator.iter_errors(value):
        yield error.message
