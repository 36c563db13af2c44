"""Which fields of an answer its contract does not know."""

from collections.abc import Iterator, Sequence
from typing import cast

from visionapis_testing.contracts.pointers import escaped

from .contracts import Json, resolved
from .scenarios import Document

_JOINTS = ("allOf", "anyOf", "oneOf")


def undocumented(contract: Document, response: Json, document: object) -> Iterator[str]:
    """Yield JSON pointers of fields that no branch of a response's schemas names; an array's index is `*`."""
    schemas = [media["schema"] for media in resolved(contract, response).get("content", {}).values()]
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
            return  # an object of which nothing is said
        for name, each in cast("dict[str, object]", value).items():
            place = f"{pointer}/{escaped(name)}"
            inner = [properties[name] for properties in named if name in properties]
            if inner or others:
                yield from _walk(contract, inner or schemas_of_others, each, place)
            else:
                yield place


def _branches(contract: Document, schema: Json) -> Iterator[Json]:
    """Yield a schema and all that it is joined of, without references."""
    schema = resolved(contract, schema)
    yield schema
    for joint in _JOINTS:
        for each in schema.get(joint, ()):
            yield from _branches(contract, each)
