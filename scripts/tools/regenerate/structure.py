"""The structure of an OpenAPI document: what clients and servers depend on, without prose."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from .contract import pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

# Under these the keys are names of the API, not keywords of OpenAPI: a field can be named `description`.
NAMES = {
    "$defs", "callbacks", "content", "definitions", "dependentSchemas", "encoding", "headers", "links", "mapping",
    "parameters", "pathItems", "paths", "patternProperties", "properties", "requestBodies", "responses", "schemas",
    "scopes", "securityDefinitions", "securitySchemes", "variables", "webhooks",
}  # fmt: skip

PROSE = {
    "$comment", "contact", "description", "example", "examples", "externalDocs", "license", "summary", "termsOfService",
    "title",
}  # fmt: skip

# Values, not schemas: they are kept unchanged.
DATA = {"const", "default", "enum", "security"}

# Lists whose order has no meaning.
SETS = {"enum", "parameters", "required", "security", "tags", "type"}


def structure(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document without prose, examples and extensions; keys and lists without order are sorted."""
    return dict(_object(document, names=False))


def digest(structure: dict[str, Any]) -> str:
    """Return the SHA-256 of a structure, in hexadecimal."""
    return hashlib.sha256(json.dumps(structure, sort_keys=True).encode()).hexdigest()


def changes(old: object, new: object, at: str = "", key: str = "") -> Iterator[str]:
    """Yield the differences between two structures, one line each: `added`, `removed` or `changed`, pointer and values.

    In a pointer, an item of a list without order has its name instead of its index. A list that got longer or shorter
    is reported as a whole.
    """
    before, after = _members(key, old), _members(key, new)
    resized = isinstance(old, list) and isinstance(new, list) and key not in SETS and len(old) != len(new)
    if before is None or after is None or resized:
        if old != new:
            yield f"changed {at or '/'}: {_short(old)} -> {_short(new)}"
        return
    for name in sorted(before.keys() | after.keys()):
        where = at + pointer(name)
        if name not in after:
            yield f"removed {where}: {_short(before[name])}"
        elif name not in before:
            yield f"added {where}: {_short(after[name])}"
        else:
            yield from changes(before[name], after[name], where, name)


def _object(node: dict[str, Any], *, names: bool) -> dict[str, Any]:
    kept = {}
    for key in sorted(node, key=str):
        value = node[key]
        if names:
            kept[str(key)] = _any(value)
        elif key in DATA:
            kept[key] = _sorted(value) if key in SETS and isinstance(value, list) else value
        elif key not in PROSE and not key.startswith("x-"):
            kept[key] = _any(value, key)
    return kept


def _any(node: object, key: str = "") -> Any:
    if isinstance(node, dict):
        if key == "scopes":
            return dict.fromkeys(sorted(node), "")
        return _object(node, names=key in NAMES)
    if isinstance(node, list):
        members = [_any(each) for each in node]
        return _sorted(members) if key in SETS else members
    return node


def _sorted(members: list[Any]) -> list[Any]:
    return sorted(members, key=lambda each: json.dumps(each, sort_keys=True))


def _members(key: str, node: object) -> dict[str, Any] | None:
    """Return the members of a node by names that do not depend on other members; None for a value."""
    if isinstance(node, dict):
        return node
    if isinstance(node, list):
        return {_identity(each) if key in SETS else str(index): each for index, each in enumerate(node)}
    return None


def _identity(member: object) -> str:
    """Return the name of an item in a list without order: that of a parameter, or its content."""
    if isinstance(member, dict):
        if "name" in member:
            return " ".join(str(member[key]) for key in ("in", "name") if key in member)
        if "$ref" in member:
            return str(member["$ref"])
    return member if isinstance(member, str) else json.dumps(member, sort_keys=True)


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}..."
