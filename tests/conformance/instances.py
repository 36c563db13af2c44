"""Instances of a schema: valid ones, ones that are invalid in one place, and ones with arbitrary changes.

schemathesis generates valid ones, too, but takes at least 30 ms for a response of Nanonets, and many are alike.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, TypeAlias

from scripts.tools.regenerate.contract import Contract, Json

Pointer: TypeAlias = tuple[str | int, ...]

_NUMBERS = (0, 1, -1, 7, 2**31, 2**53 + 1, -(2**63), 10**20, 0.0, 1.0, 300.0, 1e300)
_FRACTIONS = (0.5, -0.25, 1.5e-300, 99.99)
_TEXTS = ("x", "", "0", "42", "null", "späte & =?", "漢字🙂", "a\nb", "\x00", '"\\/', "é\u0301", "x" * 300)
# An undocumented field can have any name, also that of an attribute of the models.
_SPECIAL = ("to_dict", "from_dict", "additional_properties", "model_config", "self", "cls", "d")
_NAMES = ("x", "", "ü", "a b", "$ref", *_SPECIAL)
_ANY: tuple[Any, ...] = (None, True, False, *_NUMBERS, *_FRACTIONS, *_TEXTS, [], {}, [None], {"x": [1.0, {"x": None}]})

_ANNOTATIONS = {"title", "description", "examples", "format", "contentMediaType", "contentSchema", "contentEncoding"}
"""Keywords that make no value invalid."""
_KEYWORDS = {
    *("$ref", "allOf", "anyOf", "oneOf", "type", "const", "enum", "minimum", "maximum", "minLength", "pattern"),
    *("items", "minItems", "maxItems", "properties", "required", "additionalProperties"),
}
_UNIONS = {"anyOf", "oneOf"}
_MAX_DEPTH = 6

_MISSING = object()
_OF_EVERY_TYPE: tuple[Any, ...] = (None, True, -1, 0.5, "x", [], {}, [None], {"x": None})
"""Values of every JSON type, which replace others."""


class UnknownKeywordError(Exception):
    """A schema has a keyword, or a combination of keywords, that is not supported."""


@dataclass(frozen=True)
class Instances:
    """Generates instances of a contract's schemas, the same ones in every test run."""

    contract: Contract
    random: Random

    def valid(self, schema: Json, depth: int = 0) -> Any:
        """Return a valid instance. Raises UnknownKeywordError."""
        schema, choice = self.flat(schema), self.random.choice
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return choice(schema["enum"])
        for union in schema.keys() & _UNIONS:
            return self.valid(choice(schema[union]), depth)
        match choice(_listed(schema["type"])):
            case "null":
                return None
            case "boolean":
                return choice((True, False))
            case "integer":
                return self._choose(schema, [number for number in _NUMBERS if number == int(number)])
            case "number":
                return self._choose(schema, [*_NUMBERS, *_FRACTIONS])
            case "string":
                return self._choose(schema, _TEXTS)
            case "array":
                minimum = schema.get("minItems", 0)
                maximum = schema.get("maxItems", minimum + 3)
                size = minimum if depth > _MAX_DEPTH else choice((minimum, min(minimum + 1, maximum), maximum))
                return [self.valid(schema.get("items", {"type": "null"}), depth + 1) for _ in range(size)]
            case _:
                return self._object(schema, depth)

    def invalid(self, schema: Json, value: Any) -> Iterator[tuple[str, Any]]:
        """Yield a valid instance made invalid in one place, with the keyword that it violates.

        In a union the keyword is that of a branch, such as `oneOf/required`: another branch may accept the value.
        """
        yield from ((keyword, changed) for _, keyword, changed in self.invalid_places(schema, value))

    def invalid_places(self, schema: Json, value: Any) -> Iterator[tuple[Pointer, str, Any]]:
        """Yield the same instances with the place that is invalid, too."""
        for pointer, keyword, replacement in self._violations(schema, value):
            yield pointer, keyword, _changed(value, pointer, replacement)

    def flat(self, schema: Json) -> Json:
        """Return a schema without references, `allOf` and annotations. Raises UnknownKeywordError."""
        kept = {key: each for key, each in schema.items() if key not in _ANNOTATIONS and not key.startswith("x-")}
        if unknown := kept.keys() - _KEYWORDS:
            raise UnknownKeywordError(f"unsupported keyword {', '.join(sorted(unknown))} in {schema}")
        parts = [self.flat(each) for each in kept.pop("allOf", ())]
        if "$ref" in kept:
            parts.append(self.flat(self.contract.resolve({"$ref": kept.pop("$ref")})))
        for part in parts:
            for key, each in part.items():
                if key == "properties":
                    kept[key] = each | kept.get(key, {})
                elif key == "required":
                    kept[key] = [*each, *kept.get(key, ())]
                elif kept.setdefault(key, each) != each:
                    raise UnknownKeywordError(f"different values of {key} in {schema}")
        if kept.keys() & _UNIONS and len(kept) > 1:
            raise UnknownKeywordError(f"unsupported combination of {', '.join(sorted(kept))} in {schema}")
        if not kept.keys() & {*_UNIONS, "const", "enum", "type"}:
            raise UnknownKeywordError(f"no type in {schema}")
        return kept

    def _object(self, schema: Json, depth: int) -> Json:
        properties, required = schema.get("properties", {}), schema.get("required", ())
        probability = 0.0 if depth > _MAX_DEPTH else 0.6 / (1 + depth / 3)
        instance = {
            name: self.valid(each, depth + 1)
            for name, each in properties.items()
            if name in required or self.random.random() < probability
        }
        others = schema.get("additionalProperties", True)
        if others is not False and self.random.random() < probability:
            # The models rename fields to these names if they are keywords of Python or begin with an underscore.
            renamed = [each for name in properties for each in (f"{name}_", f"field_{name.strip('_')}")]
            names = [name for name in (*_NAMES, *renamed) if name not in properties]
            for name in self.random.sample(names, self.random.randint(1, 3)):
                instance[name] = self.random.choice(_ANY) if others is True else self.valid(others, depth + 1)
        items = list(instance.items())
        self.random.shuffle(items)
        return dict(items)

    def _choose(self, schema: Json, values: Iterable[Any]) -> Any:
        candidates = [*values, *(schema[key] for key in ("minimum", "maximum") if key in schema)]
        if schema.keys() > {"type"}:
            candidates = [value for value in candidates if _is_within(schema, value)]
        if not candidates:
            raise UnknownKeywordError(f"no known value is valid by {schema}")
        return self.random.choice(candidates)

    def _violations(self, schema: Json, value: Any) -> Iterator[tuple[Pointer, str, Any]]:
        schema = self.flat(schema)
        types = set(self._types(schema))
        if not types & _types_of(value):
            return  # the value belongs to another branch
        yield from (((), "type", each) for each in _OF_EVERY_TYPE if not types & _types_of(each))
        for union in schema.keys() & _UNIONS:
            for branch in schema[union]:
                yield from (
                    (pointer, f"{union}/{keyword}", replacement)
                    for pointer, keyword, replacement in self._violations(branch, value)
                )
            return
        for keyword in schema.keys() & {"const", "enum"}:
            yield (), keyword, value + 1 if isinstance(value, int | float) else f"{value}?"
        yield from (((), keyword, each) for keyword, each in _beyond(schema, value))
        for key, inner, member in self._members(schema, value):
            yield from (
                ((key, *rest), keyword, replacement) for rest, keyword, replacement in self._violations(inner, member)
            )
        if isinstance(value, dict):
            yield from (((name,), "required", _MISSING) for name in schema.get("required", ()) if name in value)

    def _members(self, schema: Json, value: Any) -> Iterator[tuple[str | int, Json, Any]]:
        """Yield the items or fields of a value that a schema describes, with their keys and schemas."""
        if isinstance(value, list):
            items = schema.get("items")
            yield from ((index, items, item) for index, item in enumerate(value) if items)
        elif isinstance(value, dict):
            others = schema.get("additionalProperties", True)
            described = {name: schema.get("properties", {}).get(name, others) for name in value}
            yield from ((name, inner, value[name]) for name, inner in described.items() if inner is not True)

    def _types(self, schema: Json) -> Iterator[str]:
        """Yield the types that a schema accepts."""
        schema = self.flat(schema)
        for branch in [branch for union in schema.keys() & _UNIONS for branch in schema[union]]:
            yield from self._types(branch)
        for value in [schema["const"]] if "const" in schema else schema.get("enum", ()):
            yield from _types_of(value)
        if not schema.keys() & {*_UNIONS, "const", "enum"}:
            yield from _listed(schema["type"])


def changes(value: Any) -> Iterator[Any]:
    """Yield copies of a JSON value that differ in one place: a member is missing, or has a value of another type."""
    for pointer in ((), *_pointers(value)):
        for other in (*_OF_EVERY_TYPE, _MISSING)[: None if pointer else -1]:
            yield _changed(value, pointer, other)


def _pointers(value: Any) -> Iterator[Pointer]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield (key,)
        yield from ((key, *pointer) for pointer in _pointers(child))


def _changed(value: Any, pointer: Pointer, new: Any) -> Any:
    if not pointer:
        return new
    copied, (key, *rest) = value.copy(), pointer
    if not rest and new is _MISSING:
        del copied[key]
    else:
        copied[key] = _changed(value[key], tuple(rest), new)
    return copied


def _listed(types: str | list[str]) -> list[str]:
    return [types] if isinstance(types, str) else types


def _types_of(value: Any) -> set[str]:
    match value:
        case bool():
            return {"boolean"}
        case int():
            return {"integer", "number"}
        case float():
            return {"integer", "number"} if value.is_integer() else {"number"}
        case _:
            return {{type(None): "null", str: "string", list: "array", dict: "object"}[type(value)]}


def _beyond(schema: Json, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield values just outside each bound of a schema, with the keyword."""
    bounds: dict[str, Callable[[Any], list[Any]]] = {
        "minimum": lambda minimum: [minimum - 1],
        "maximum": lambda maximum: [maximum + 1],
        "minLength": lambda length: ["x" * (length - 1)],
        "pattern": lambda pattern: [text for text in _TEXTS if not re.search(pattern, text)],
        "minItems": lambda count: [value[: count - 1]],
        "maxItems": lambda count: [(value * (count + 1))[: count + 1]],
    }
    yield from (
        (keyword, each) for keyword, beyond in bounds.items() if keyword in schema for each in beyond(schema[keyword])
    )


def _is_within(schema: Json, value: Any) -> bool:
    """Return whether a number or a text is within the bounds of a schema."""
    if isinstance(value, str):
        return len(value) >= schema.get("minLength", 0) and bool(re.search(schema.get("pattern", ""), value))
    return bool(schema.get("minimum", value) <= value <= schema.get("maximum", value))
