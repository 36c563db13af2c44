"""Traversal of a contract's schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jsonschema_rs import Draft202012Validator

from .contract import Contract, Json, Operation, pointer, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

REFERENCE = "#/components/schemas/"

UNIONS = ("anyOf", "oneOf")


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
        if isinstance(node, dict) and isinstance(node.get("schema"), dict)
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


def closure(contract: Contract, schema: Json) -> list[Json]:
    """Return a schema, those within it and those that it refers to."""
    found: list[Json] = []
    queue = [schema]
    while queue:
        node = contract.resolve(queue.pop())
        if not any(node is each for each in found):
            found.append(node)
            queue.extend(each for at, each in inside("", node) if at)
    return found


def responses(operation: Operation) -> Iterator[tuple[str, str, Json]]:
    """Yield status, pointer and schema of every response with a body."""
    for status, response in operation.data["responses"].items():
        for media_type, content in response.get("content", {}).items():
            yield status, operation.pointer + pointer("responses", status, "content", media_type), content["schema"]


def violations(contract: Contract, schema: Json, value: object) -> Iterator[str]:
    """Yield what is wrong with a value."""
    # The schema's references start at the document's root.
    rooted = {"components": contract.document["components"], **schema}
    for error in Draft202012Validator(rooted).iter_errors(value):
        yield error.message
