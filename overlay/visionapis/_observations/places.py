"""The places of a JSON body as a contract describes them, compiled from its schemas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

Json: TypeAlias = dict[str, Any]

_UNIONS = ("anyOf", "oneOf")
_COMBINATORS = ("allOf", *_UNIONS)
_DESCRIBING = ("type", "enum", "const", "properties", "items", "additionalProperties", "required", *_COMBINATORS)
_MAX_ALTERNATIVES = 64
_JSON_TYPES: Mapping[type, str] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    type(None): "null",
    dict: "object",
    list: "array",
}


def type_name(value: object) -> str:
    """Return the JSON type of a parsed value; a number without a fraction is an integer if it was written as one."""
    return _JSON_TYPES.get(type(value), "other")


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way in which an object satisfies its schemas: a choice of the branches of its unions."""

    required: frozenset[str]
    names: frozenset[str]
    constants: Mapping[str, frozenset[str]]
    """The values of the members that have an enum or a constant in this branch."""

    def joined(self, other: Alternative) -> Alternative:
        """Return both together."""
        constants = {**self.constants, **other.constants}
        return Alternative(self.required | other.required, self.names | other.names, constants)


@dataclass(eq=False, slots=True)
class Place:
    """A place in a JSON body: what any branch of its schemas allows."""

    types: set[str] = field(default_factory=set[str])
    """The types of JSON; `number` includes integers. Empty if the contract allows any."""
    values: frozenset[str] | None = None
    """The texts of its enums and constants; None if it has neither."""
    takes_other_values: bool = False
    """Whether it also takes texts that are not in `values`."""
    formats: frozenset[str] = frozenset()
    names: dict[str, Place] = field(default_factory=dict[str, "Place"])
    """The documented members of an object."""
    rest: Place | None = None
    """Its other members, if the contract describes them: their names are data."""
    items: Place | None = None
    alternatives: Sequence[Alternative] = ()
    describes_members: bool = False
    """Whether the contract says which members an object has here."""

    def allows(self, type_: str) -> bool:
        """Return whether a value may have a type of JSON."""
        return not self.types or type_ in self.types or (type_ == "integer" and "number" in self.types)


class Places:
    """The places of a contract's bodies, compiled on first use."""

    def __init__(self, document: Json) -> None:
        """Compile places of an OpenAPI document, which must not be changed."""
        self._document = document
        self._places: dict[tuple[int, ...], Place] = {}

    def place(self, schemas: Sequence[object]) -> Place:
        """Return the place of a body with any of these schemas."""
        branches = list({id(each): each for schema in schemas for each in self._branches(schema)}.values())
        key = tuple(id(each) for each in branches)
        if key not in self._places:
            self._places[key] = place = Place()  # before its members: schemas can contain themselves
            self._compile(place, schemas, branches)
        return self._places[key]

    def resolve(self, node: Json) -> Json:
        """Return the target of a reference inside the document; any other object unchanged."""
        while "$ref" in node:
            parts = str(node["$ref"]).removeprefix("#/").split("/")
            node = self._document
            for part in parts:
                node = node[part.replace("~1", "/").replace("~0", "~")]
        return node

    def _compile(self, place: Place, schemas: Sequence[object], branches: Sequence[Json]) -> None:
        texts: set[str] = set()
        is_enumerated = takes_any = False
        names: dict[str, list[object]] = {}
        rest: list[object] = []
        items: list[object] = []
        for branch in branches:
            constants = _constants(branch)
            if constants is not None:
                texts.update(each for each in constants if isinstance(each, str))
                is_enumerated = is_enumerated or any(isinstance(each, str) for each in constants)
                place.types.update(map(type_name, constants))
            else:
                place.types.update(_types(branch))
                takes_any = takes_any or "string" in _types(branch)
            if "format" in branch:
                place.formats |= {branch["format"]}
            for name, schema in branch.get("properties", {}).items():
                names.setdefault(name, []).append(schema)
            if branch.get("additionalProperties"):  # if it is true, their names are the caller's
                rest.append(branch["additionalProperties"])
            if "items" in branch:
                items.append(branch["items"])
        if not all(map(self._describes, schemas)):
            place.types.clear()
        place.values = frozenset(texts) if is_enumerated else None
        place.takes_other_values = takes_any or not place.types
        place.names = {name: self.place(found) for name, found in names.items()}
        place.rest = self.place(rest) if rest else None
        place.items = self.place(items) if items else None
        place.describes_members = bool(names or rest)
        place.alternatives = [each for schema in schemas for each in self._alternatives(schema, 0)][:_MAX_ALTERNATIVES]

    def _branches(self, schema: object) -> Iterator[Json]:
        """Yield a schema and all schemas that it combines."""
        if isinstance(schema, dict):
            resolved = self.resolve(cast("Json", schema))
            yield resolved
            for combinator in _COMBINATORS:
                for each in resolved.get(combinator, ()):
                    yield from self._branches(each)

    def _describes(self, schema: object) -> bool:
        """Return whether a schema rejects anything."""
        if not isinstance(schema, dict):
            return False
        resolved = self.resolve(cast("Json", schema))
        if not any(word in resolved for word in _DESCRIBING):
            return False
        own = any(word in resolved for word in ("type", "enum", "const", "properties", "items"))
        unions = any(all(map(self._describes, resolved[word])) for word in _UNIONS if word in resolved)
        return own or unions or any(map(self._describes, resolved.get("allOf", ())))

    def _alternatives(self, schema: object, depth: int) -> list[Alternative]:
        """Return the alternatives of an object; none for a schema that no object satisfies."""
        if not isinstance(schema, dict):
            return [Alternative(frozenset(), frozenset(), {})]
        resolved = self.resolve(cast("Json", schema))
        constants = _constants(resolved)
        if "object" not in _types(resolved, "object") or constants is not None or depth > 8:
            return []
        properties: Json = resolved.get("properties", {})
        fixed = {name: self._texts(each) for name, each in properties.items()}
        own = Alternative(
            frozenset(resolved.get("required", ())),
            frozenset(properties),
            {name: texts for name, texts in fixed.items() if texts},
        )
        found: list[Alternative] = [own]
        for each in resolved.get("allOf", ()):
            found = [one.joined(other) for one in found for other in self._alternatives(each, depth + 1)]
        for word in _UNIONS:
            if word in resolved:
                branches: list[Alternative] = [
                    other for each in resolved[word] for other in self._alternatives(each, depth + 1)
                ]
                found = [one.joined(other) for one in found for other in branches][:_MAX_ALTERNATIVES]
        return found

    def _texts(self, schema: object) -> frozenset[str]:
        if not isinstance(schema, dict):
            return frozenset()
        constants = _constants(self.resolve(cast("Json", schema)))
        return frozenset(each for each in constants or () if isinstance(each, str))


def _constants(schema: Json) -> list[object] | None:
    if "const" in schema:
        return [schema["const"]]
    return schema.get("enum")


def _types(schema: Json, default: str = "") -> Sequence[str]:
    found: str | list[str] = schema.get("type", "")
    if not found:
        implied = "object" if "properties" in schema else "array" if "items" in schema else default
        return [implied] if implied else []
    return [found] if isinstance(found, str) else found
