"""Which fields of an answer its contract does not know."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias, cast

Json: TypeAlias = dict[str, Any]

_JOINTS = ("allOf", "anyOf", "oneOf")


def undocumented(contract: Mapping[str, Any], response: Json, document: object) -> Iterator[str]:
    """Yield JSON pointers of fields that no branch of a response's schemas names; an array's index is `*`."""
    schemas = [media["schema"] for media in resolved(contract, response).get("content", {}).values()]
    yield from _walk(contract, schemas, document, "")


def _walk(contract: Mapping[str, Any], schemas: Sequence[Json], value: object, pointer: str) -> Iterator[str]:
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
            place = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
            inner = [properties[name] for properties in named if name in properties]
            if inner or others:
                yield from _walk(contract, inner or schemas_of_others, each, place)
            else:
                yield place


def _branches(contract: Mapping[str, Any], schema: Json) -> Iterator[Json]:
    """Yield a schema and all that it is joined of, without references."""
    schema = resolved(contract, schema)
    yield schema
    for joint in _JOINTS:
        for each in schema.get(joint, ()):
            yield from _branches(contract, each)


def resolved(contract: Mapping[str, Any], value: Json) -> Json:
    """Return what a reference stands for; anything else as it is."""
    while "$ref" in value:
        found: Any = contract
        for part in value["$ref"].removeprefix("#/").split("/"):
            found = found[part.replace("~1", "/").replace("~0", "~")]
        value = found
    return value
