"""Response fields that a contract does not document."""

from collections.abc import Iterator, Sequence
from typing import cast

from visionapis_testing.contracts.pointers import escape

from .contracts import Json, resolved
from .scenarios import Document

_COMBINATORS = ("allOf", "anyOf", "oneOf")


def undocumented_fields(contract: Document, response: Json, document: object) -> Iterator[str]:
    """Yield JSON pointers to the fields that no branch of the response's schemas names; an array index is `*`."""
    schemas = [media.get("schema", {}) for media in resolved(contract, response).get("content", {}).values()]
    yield from _walk(contract, schemas, document, "")


def _walk(contract: Document, schemas: Sequence[Json], value: object, pointer: str) -> Iterator[str]:
    branches = [branch for schema in schemas for branch in _branches(contract, schema)]
    if isinstance(value, list):
        items = [branch["items"] for branch in branches if "items" in branch]
        for each in cast("list[object]", value) if items else ():
            yield from _walk(contract, items, each, f"{pointer}/*")
    elif isinstance(value, dict):
        named = [branch.get("properties", {}) for branch in branches]
        others = [branch["additionalProperties"] for branch in branches if "additionalProperties" in branch]
        schemas_of_others = [cast("Json", other) for other in others if isinstance(other, dict)]
        if not any(named) and not others:
            return  # the contract does not describe this object's fields
        for name, each in cast("dict[str, object]", value).items():
            field = f"{pointer}/{escape(name)}"
            inner = [properties[name] for properties in named if name in properties]
            if inner or others:
                yield from _walk(contract, inner or schemas_of_others, each, field)
            else:
                yield field


def _branches(contract: Document, schema: object) -> Iterator[Json]:
    """Yield a schema and all schemas that it combines, with references resolved; nothing for a boolean schema."""
    if not isinstance(schema, dict):
        return
    schema = resolved(contract, cast("Json", schema))
    yield schema
    for combinator in _COMBINATORS:
        for each in schema.get(combinator, ()):
            yield from _branches(contract, each)
