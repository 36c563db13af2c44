"""Unions of objects whose branches nothing tells apart: a value can then satisfy several, or be read as another one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, TypeAlias, cast

from .overlays import Path
from .schema_paths import UNIONS, SchemaPaths

Json: TypeAlias = dict[str, Any]

_MAX_DEPTH = 4


def alike(schemas: SchemaPaths) -> set[tuple[Path, int, int, str]]:
    """Return the pairs of branches in the unions of a contract that nothing tells apart, each with the reason.

    A client takes an object of the second branch for the first one, or an object can satisfy both of a `oneOf`.
    """
    found: set[tuple[Path, int, int, str]] = set()
    for path, node in _unions(schemas.document, ()):
        branches = [_merged(schemas, (*path, index)) for index in range(len(node))]
        for (first, one), (second, other) in combinations(enumerate(branches), 2):
            if one.names and other.names:
                if not _refuses(one, other):
                    found.add((path, first, second, "taken"))
                if path[-1] == "oneOf" and not _excludes(one, other):
                    found.add((path, first, second, "both"))
    return found


@dataclass(slots=True)
class _Merged:
    """A schema together with all that it combines."""

    atoms: list[tuple[str, object, object]] = field(default_factory=list[tuple[str, object, object]])
    """The types of its values, each with the constants and the pattern if there are any."""
    names: "dict[str, _Merged]" = field(default_factory=dict[str, "_Merged"])
    required: set[str] = field(default_factory=set[str])


def _refuses(one: _Merged, other: _Merged) -> bool:
    """Return whether a client that reads an object of `other` as `one` misses a member, or finds another constant."""
    if bool(one.names) != bool(other.names):
        return True
    if any(constants is not None for _, constants, _ in one.atoms):
        return any(constants is not None for _, constants, _ in other.atoms) and _are_disjoint(one, other)
    return any(name not in other.names or _refuses(one.names[name], other.names[name]) for name in _required(one))


def _excludes(one: _Merged, other: _Merged) -> bool:
    """Return whether no value satisfies both: objects because of a member that one of them requires."""
    if one.names and other.names:
        common = (_required(one) | _required(other)) & one.names.keys() & other.names.keys()
        return any(_excludes(one.names[name], other.names[name]) for name in common)
    return _are_disjoint(one, other)


def _are_disjoint(one: _Merged, other: _Merged) -> bool:
    """Return whether the values of two schemas differ in type, constant or pattern; different patterns exclude."""
    return all(
        type_ != type_of_other
        or (constants is not None and constants_of_other is not None and constants != constants_of_other)
        or (pattern is not None and pattern_of_other is not None and pattern != pattern_of_other)
        for type_, constants, pattern in one.atoms
        for type_of_other, constants_of_other, pattern_of_other in other.atoms
    )


def _required(schema: _Merged) -> set[str]:
    return schema.required & schema.names.keys()


def _merged(schemas: SchemaPaths, path: Path, depth: int = 0) -> _Merged:
    path = schemas.resolved(path)
    node: Json = schemas.node(path)
    whole = _Merged(required=set(node.get("required", ())))
    if depth < _MAX_DEPTH:
        names = node.get("properties", {})
        whole.names = {name: _merged(schemas, (*path, "properties", name), depth + 1) for name in names}
        for word in ("allOf", *UNIONS):
            parts = [_merged(schemas, (*path, word, index), depth + 1) for index in range(len(node.get(word, ())))]
            whole.atoms += [each for part in parts for each in part.atoms]
            for part in parts if word == "allOf" else ():
                whole.names |= part.names
                whole.required |= part.required
    types: str | list[str] = node.get("type", "object" if whole.names else "")
    constants = node["const"] if "const" in node else node.get("enum")
    if types or "const" in node:
        listed = [types] if isinstance(types, str) else types
        whole.atoms += [(each, constants, node.get("pattern")) for each in listed]
    return whole


def _unions(node: object, path: Path) -> Iterator[tuple[Path, list[object]]]:
    if isinstance(node, dict):
        for name, each in cast("Json", node).items():
            if name in UNIONS and path[-1] != "properties":
                yield (*path, name), each
            if name != "examples" and not name.startswith("x-"):
                yield from _unions(each, (*path, name))
    elif isinstance(node, list):
        for index, each in enumerate(cast("list[object]", node)):
            yield from _unions(each, (*path, index))
