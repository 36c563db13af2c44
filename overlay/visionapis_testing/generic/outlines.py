"""Where objects, lists and ids are in the schemas of responses."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeGuard, cast

from visionapis_testing.contracts.pointers import escape, unescape
from visionapis_testing.contracts.schemas import Schemas

Json = dict[str, Any]

_BRANCHES = ("allOf", "anyOf", "oneOf")

_MAX_DEPTH = 3
"""How deep in a response an object or a list is searched."""


def is_object(value: object) -> TypeGuard[Json]:
    """Return whether a JSON value, or a schema, is an object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Return whether a JSON value is a list."""
    return isinstance(value, list)


def properties(schemas: Schemas, schema: object, depth: int = 0, keywords: Sequence[str] = _BRANCHES) -> Json:
    """Return the schemas of all properties that a schema documents, in any branch below the keywords."""
    if not is_object(schema) or depth > 10:
        return {}
    flat = schemas.resolve(schema)[0]
    found: Json = {}
    for branch in (branch for keyword in keywords for branch in flat.get(keyword, ())):
        found |= properties(schemas, branch, depth + 1, keywords)
    return found | cast("Json", flat.get("properties", {}))


def documented(schemas: Schemas, schema: object, value: object) -> Any:
    """Return a value without the fields that its schema does not document, at any depth."""
    if not is_object(schema):
        return value
    if is_list(value):
        inner = items(schemas, schema)
        return [documented(schemas, inner, each) for each in value]
    known = properties(schemas, schema)
    if not is_object(value) or not known or schemas.resolve(schema)[0].get("additionalProperties"):
        return value
    return {name: documented(schemas, known[name], each) for name, each in value.items() if name in known}


def items(schemas: Schemas, schema: object) -> object:
    """Return the schema of a list's items; None if it is not that of a list."""
    if not is_object(schema):
        return None
    flat = schemas.resolve(schema)[0]
    branches = (flat, *flat.get("allOf", ()), *flat.get("anyOf", ()), *flat.get("oneOf", ()))
    resolved = [schemas.resolve(each)[0] for each in branches if is_object(each)]
    return next((each["items"] for each in resolved if "items" in each), None)


def at(schemas: Schemas, schema: object, pointer: str) -> object:
    """Return the schema of the value at a JSON pointer; None if none is documented."""
    for part in _parts(pointer):
        inner = properties(schemas, schema)
        is_item = part.isdecimal() or part == "-"
        schema = inner[part] if part in inner else items(schemas, schema) if is_item else None
        if schema is None:
            return None
    return schema


def object_with(schemas: Schemas, schema: object, names: Sequence[str], pointer: str = "") -> tuple[str, str] | None:
    """Return the pointer to the outermost object with one of these properties, and the name of the property."""
    inner = properties(schemas, schema)
    if found := next((name for name in names if name in inner and _is_scalar(schemas, inner[name])), None):
        return pointer, found
    if len(_parts(pointer)) < _MAX_DEPTH:
        for name, each in inner.items():
            if found_below := object_with(schemas, each, names, f"{pointer}/{escape(name)}"):
                return found_below
    return None


def lists(schemas: Schemas, schema: object, pointer: str = "") -> Iterator[tuple[str, object]]:
    """Yield the pointers of the lists in a schema with the schemas of their items, outer ones first."""
    if (found := items(schemas, schema)) is not None:
        yield pointer, found
        return
    if len(_parts(pointer)) < _MAX_DEPTH:
        for name, each in properties(schemas, schema).items():
            yield from lists(schemas, each, f"{pointer}/{escape(name)}")


def get(value: object, pointer: str) -> Any:
    """Return the value at a JSON pointer; None if there is none."""
    for part in _parts(pointer):
        if is_object(value):
            value = value.get(part)
        elif is_list(value) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value


def put(value: object, pointer: str, new: object) -> Any:
    """Return a value with another one at a JSON pointer; objects on the way are created."""
    parts = _parts(pointer)
    if not parts:
        return new
    head, rest = parts[0], "".join(f"/{escape(each)}" for each in parts[1:])
    if is_list(value) and head.isdecimal():
        listed = list(value)
        index = int(head)
        listed[index : index + 1] = [put(listed[index] if index < len(listed) else {}, rest, new)]
        return listed
    fields: Mapping[str, Any] = value if is_object(value) else {}
    return {**fields, head: put(fields.get(head, {}), rest, new)}


def id_names(parameter: str, collection: str) -> Sequence[str]:
    """Return the names that the id of an object can have, by its path parameter and its collection."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", parameter).lower()
    singular = re.sub(r"(?<=[^s])s$", "", collection.lower().replace("-", "_"))
    stem = re.sub(r"_?id$", "", words) or singular
    camel = [f"{each}Id" for each in (stem, singular)]
    found = (parameter, "id", "_id", f"{stem}_id", f"{singular}_id", *camel, "uuid", "uid", "key", stem)
    return list(dict.fromkeys(found))


def _is_scalar(schemas: Schemas, schema: object) -> bool:
    return not properties(schemas, schema) and items(schemas, schema) is None


def _parts(pointer: str) -> list[str]:
    return [unescape(each) for each in pointer.split("/")[1:]]
