"""Shapes of JSON bodies: hashable, small, and without values other than enum values."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any, TypeAlias, cast

from .names import OTHER, PLACEHOLDER, is_name
from .places import Alternative, Place, type_name

Shape: TypeAlias = Hashable
"""The name of a type, or a pair of the name of a type and what is inside.

That of a string is its word of an enum, or its format; that of an array the set of its items' shapes; that of an object
the members with their shapes.
"""

Fact: TypeAlias = tuple[str, str, str]
"""A JSON pointer, with `*` for an index and `{}` for a name that is data; a kind, as `types`; a detail, as `null`."""

_MAX_DEPTH = 24
_MAX_ITEMS = 100
_MAX_INNER_ITEMS = 20
_MAX_MEMBERS = 200

# Of these nothing but the type is kept: they are told apart before all else, since most values are.
_SCALARS: Mapping[type, str] = {int: "integer", float: "number", bool: "boolean", type(None): "null"}

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+")
_FORMATS: Mapping[str, Callable[[str], object]] = {
    "uuid": _UUID.fullmatch,
    "date-time": _DATE_TIME.fullmatch,
    "date": _DATE.fullmatch,
    "uri": _URI.fullmatch,
}


def shape_of(value: Any, place: Place, depth: int = 0) -> Shape:
    """Return the shape of a parsed body; what is deeper or longer than its limits is left out."""
    kind = value.__class__
    if kind is str:
        text: str = value
        if place.values is not None:
            return ("string", "values", text if text in place.values or is_name(text) else OTHER)
        return ("string", "formats", _format(text, place)) if place.formats else "string"
    if kind is dict:
        members: dict[str, object] = value
        if depth > _MAX_DEPTH or not place.describes_members:
            return "object"
        if place.rest is not None or len(members) > _MAX_MEMBERS:
            return ("object", tuple(_members(members, place, depth)))
        names, found = place.names, list[tuple[str, Shape]]()
        for name, member in members.items():
            inner = names.get(name)
            if inner is None:
                found.append((name if is_name(name) else OTHER, type_name(member)))
            else:
                found.append((name, _SCALARS.get(type(member)) or shape_of(member, inner, depth + 1)))
        return ("object", tuple(found))
    if kind is list:
        items: list[object] = value
        if depth > _MAX_DEPTH or place.items is None:
            return "array"
        limit = _MAX_INNER_ITEMS if depth > 2 else _MAX_ITEMS
        if len(items) > limit:
            items = items[:limit]
        item_place = place.items
        return ("array", frozenset([shape_of(item, item_place, depth + 1) for item in items]))
    return type_name(value)


def facts(shape: Shape, place: Place, repeated: frozenset[str] = frozenset(), pointer: str = "") -> Iterator[Fact]:
    """Yield what a shape says about each place; a fact can occur twice.

    Undocumented members with the names `repeated`, which a server repeats from a request, are left out.
    """
    if isinstance(shape, str):
        yield pointer, "types", shape
        return
    kind, *inner = cast("tuple[str, ...]", shape)
    yield pointer, "types", kind
    if kind == "string":
        yield pointer, inner[0], inner[1]
    elif kind == "array" and place.items is not None:
        for item in cast("frozenset[Shape]", inner[0]):
            yield from facts(item, place.items, repeated, f"{pointer}/*")
    elif kind == "object":
        yield from _object_facts(cast("tuple[tuple[str, Shape], ...]", inner[0]), place, repeated, pointer)


def _members(members: dict[str, object], place: Place, depth: int) -> Iterator[tuple[str, Shape]]:
    """Yield the members of a long object, or of one whose names are data, which share the name `{}`."""
    found: dict[tuple[str, Shape], None] = {}
    for name, member in members.items():
        if name in place.names:
            found[name, shape_of(member, place.names[name], depth + 1)] = None
        elif len(found) > _MAX_MEMBERS:
            continue
        elif place.rest is not None:
            found[PLACEHOLDER, shape_of(member, place.rest, depth + 1)] = None
        else:
            found[name if is_name(name) else OTHER, type_name(member)] = None
    yield from found


def _object_facts(
    members: tuple[tuple[str, Shape], ...], place: Place, repeated: frozenset[str], pointer: str
) -> Iterator[Fact]:
    present = dict(members)
    required = _closest(place, present).required
    for name in place.names.keys() - present.keys():
        yield f"{pointer}/{escape(name)}", "absent", "required" if name in required else "optional"
    for name, shape in members:
        inner_place = place.names.get(name) or (place.rest if name == PLACEHOLDER else None)
        if inner_place or name not in repeated:
            yield from facts(shape, inner_place or _UNKNOWN, repeated, f"{pointer}/{escape(name)}")


def _closest(place: Place, present: Mapping[str, Shape]) -> Alternative:
    """Return the alternative that an object fits best: by its constants, then by its names."""

    def distance(alternative: Alternative) -> tuple[int, int]:
        wrong = sum(
            isinstance(shape, tuple) and cast("tuple[str, ...]", shape)[-1] not in alternative.constants[name]
            for name, shape in present.items()
            if name in alternative.constants
        )
        names = present.keys() & place.names.keys()
        return wrong, len(alternative.required - present.keys()) + len(names - alternative.names)

    return min(place.alternatives, key=distance, default=_NO_ALTERNATIVE)


def member_names(value: object) -> frozenset[str]:
    """Return the names of the members of all objects in a value, as shapes have them."""
    found: set[str] = set()
    pending: list[object] = [value]
    while pending and len(found) < _MAX_MEMBERS:
        node = pending.pop()
        if isinstance(node, dict):
            members = cast("dict[str, object]", node)
            found.update(name if is_name(name) else OTHER for name in members)
            pending += members.values()
        elif isinstance(node, list):
            pending += cast("list[object]", node)
    return frozenset(found)


def _format(text: str, place: Place) -> str:
    for name in place.formats:
        matches = _FORMATS.get(name)
        if matches is None or matches(text):
            return name
    return next((name for name, matches in _FORMATS.items() if matches(text)), OTHER)


def escape(name: str) -> str:
    """Return a name escaped for a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")


_UNKNOWN = Place()
_NO_ALTERNATIVE = Alternative(frozenset(), frozenset(), {})
