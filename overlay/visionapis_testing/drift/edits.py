"""Edits of schemas: the actions of an overlay that let a schema describe more, and no more than that."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from .overlays import Path, target

Json: TypeAlias = dict[str, Any]

EXAMPLES: Json = {"array": [], "boolean": False, "integer": 0, "null": None, "number": 0, "object": {}, "string": ""}
"""A value of each type of JSON."""

_UNIONS = ("anyOf", "oneOf")
_NESTED = ("array", "object")

# What a schema has beside these says which values are valid.
_ANNOTATIONS = frozenset({"title", "description", "default", "deprecated", "examples", "example", "readOnly"})


def removal(path: Path, item: str | None = None) -> Json:
    """Return an action that removes what a path leads to, or a text from the list there."""
    return {"target": target(path, item), "remove": True}


def update(path: Path, value: object) -> Json:
    """Return an action that adds to what a path leads to."""
    return {"target": target(path), "update": value}


def schema_of(types: list[str]) -> Json:
    """Return a schema for values of some types, whose members are unknown."""
    types = sorted(each for each in types if each != "integer" or "number" not in types)
    plain = [each for each in types if each not in _NESTED]
    branches: list[Json] = [_nested(each) for each in types if each in _NESTED]
    if plain:
        branches.append({"type": plain[0] if len(plain) == 1 else plain})
    return branches[0] if len(branches) == 1 else {"anyOf": branches}


def add_type(path: Path, node: Json, new: str, description: str = "") -> Iterator[Json]:
    """Yield the actions with which a schema also allows a type.

    `description` is that of a schema to which it refers, and which is then one of several.
    """
    added = schema_of([new])
    constraints = {name: each for name, each in node.items() if name not in _ANNOTATIONS and not name.startswith("x-")}
    for word in _UNIONS:
        if constraints.keys() == {word}:
            yield update(path, {word: [added]})
            return
    if new not in _NESTED and "type" in node and not constraints.keys() & {"$ref", "allOf", "const", "enum", *_UNIONS}:
        found: str | list[str] = node["type"]
        old = [found] if isinstance(found, str) else found
        yield removal((*path, "type"))
        types = [*(each for each in old if (each, new) != ("integer", "number")), new]
        yield update(path, {"type": types[0] if len(types) == 1 else types})
        return
    for name in constraints:
        yield removal((*path, name))
    # Generators read no union with a constant.
    if "const" in constraints:
        constraints["enum"] = [constraints.pop("const")]
    kept = {"description": description} if description and "description" not in node else {}
    yield update(path, {**kept, "anyOf": [constraints, added]})


def add_value(path: Path, node: Json, value: str) -> Iterator[Json]:
    """Yield the actions with which a schema with an enum or a constant also allows a value.

    A constant becomes an enum beside any text: a server that has a second value can have a third.
    """
    if "enum" in node:
        yield update(path, {"enum": [value]})
        return
    yield removal((*path, "const"))
    if "type" in node:
        yield removal((*path, "type"))
    yield update(path, {"anyOf": [{"type": "string", "enum": [node["const"], value]}, {"type": "string"}]})


def add_field(path: Path, name: str, types: list[str]) -> Iterator[Json]:
    """Yield the action with which an object has a further field."""
    field = {"description": "Its meaning is not documented.", **schema_of(types)}
    yield update((*path, "properties"), {name: field})


def drop_required(path: Path, node: Json, name: str) -> Iterator[Json]:
    """Yield the action with which an object need not have a field."""
    yield removal((*path, "required")) if node["required"] == [name] else removal((*path, "required"), name)


def response(description: str, content: Json) -> Json:
    """Return a response, with or without a body."""
    return {"description": description, **({"content": content} if content else {})}


def media_type(types: list[str], name: str) -> Json:
    """Return the content of a response: JSON of some types, or else text or, by the name of the media type, bytes."""
    if types:
        return {"schema": schema_of(types), "examples": {"observed": {"value": EXAMPLES[types[0]]}}}
    if name.partition("/")[0] in ("audio", "font", "image", "model", "video") or name == "application/octet-stream":
        return {"schema": {"type": "string", "format": "binary"}}
    return {"schema": {"type": "string"}, "examples": {"observed": {"value": ""}}}


def _nested(type_: str) -> Json:
    return {"type": type_, **({"items": {}} if type_ == "array" else {"additionalProperties": True})}
