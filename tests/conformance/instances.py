"""Values of a schema: valid ones of every kind, ones that are wrong in one place, and ones changed anyhow.

schemathesis makes valid values too, but at 30 ms and more for one of Nanonets' answers, many of them alike.
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
# An unknown field can bear any name, also one that models have for something else.
_SPECIAL = ("to_dict", "from_dict", "additional_properties", "model_config", "self", "cls", "d")
_NAMES = ("x", "", "ü", "a b", "$ref", *_SPECIAL)
_ANY: tuple[Any, ...] = (None, True, False, *_NUMBERS, *_FRACTIONS, *_TEXTS, [], {}, [None], {"x": [1.0, {"x": None}]})

_ANNOTATIONS = {"title", "description", "examples", "format", "contentMediaType", "contentSchema", "contentEncoding"}
"""Keywords that forbid nothing."""
_KEYWORDS = {
    *("$ref", "allOf", "anyOf", "oneOf", "type", "const", "enum", "minimum", "maximum", "minLength", "pattern"),
    *("items", "minItems", "maxItems", "properties", "required", "additionalProperties"),
}
_UNIONS = {"anyOf", "oneOf"}
_DEEP = 6

_MISSING = object()
_OF_EVERY_TYPE: tuple[Any, ...] = (None, True, -1, 0.5, "x", [], {}, [None], {"x": None})
"""To stand where something else belongs."""


class UnknownKeywordError(Exception):
    """A schema has a keyword, or a combination of some, of which nothing is known here."""


@dataclass(frozen=True)
class Instances:
    """Makes values of a contract's schemas, the same ones in every run."""

    contract: Contract
    random: Random

    def valid(self, schema: Json, depth: int = 0) -> Any:
        """A value that the schema accepts. Raises UnknownKeywordError."""
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
                return self._fitting(schema, [number for number in _NUMBERS if number == int(number)])
            case "number":
                return self._fitting(schema, [*_NUMBERS, *_FRACTIONS])
            case "string":
                return self._fitting(schema, _TEXTS)
            case "array":
                least = schema.get("minItems", 0)
                most = schema.get("maxItems", least + 3)
                size = least if depth > _DEEP else choice((least, min(least + 1, most), most))
                return [self.valid(schema["items"], depth + 1) for _ in range(size)]
            case _:
                return self._object(schema, depth)

    def invalid(self, schema: Json, value: Any) -> Iterator[tuple[str, Any]]:
        """A valid value made invalid in one place, with the keyword that forbids it.

        Inside a union the keyword is one of a branch, as in `oneOf/required`: another branch may allow the value.
        """
        for place, keyword, wrong in self._wrong(schema, value):
            yield keyword, _changed(value, place, wrong)

    def flat(self, schema: Json) -> Json:
        """A schema without references, `allOf` and what forbids nothing. Raises UnknownKeywordError."""
        kept = {key: each for key, each in schema.items() if key not in _ANNOTATIONS and not key.startswith("x-")}
        if unknown := kept.keys() - _KEYWORDS:
            raise UnknownKeywordError(f"{', '.join(sorted(unknown))} in {schema}")
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
                    raise UnknownKeywordError(f"{key} twice in {schema}")
        if kept.keys() & _UNIONS and len(kept) > 1:
            raise UnknownKeywordError(f"{', '.join(sorted(kept))} beside each other in {schema}")
        if not kept.keys() & {*_UNIONS, "const", "enum", "type"}:
            raise UnknownKeywordError(f"no type in {schema}")
        return kept

    def _object(self, schema: Json, depth: int) -> Json:
        properties, required = schema.get("properties", {}), schema.get("required", ())
        likely = 0.0 if depth > _DEEP else 0.6 / (1 + depth / 3)
        made = {
            name: self.valid(each, depth + 1)
            for name, each in properties.items()
            if name in required or self.random.random() < likely
        }
        others = schema.get("additionalProperties", True)
        if others is not False and self.random.random() < likely:
            # Models have fields of these names for what is a keyword of Python's, or begins with an underscore.
            own = [each for name in properties for each in (f"{name}_", f"field_{name.strip('_')}")]
            names = [name for name in (*_NAMES, *own) if name not in properties]
            for name in self.random.sample(names, self.random.randint(1, 3)):
                made[name] = self.random.choice(_ANY) if others is True else self.valid(others, depth + 1)
        items = list(made.items())
        self.random.shuffle(items)
        return dict(items)

    def _fitting(self, schema: Json, values: Iterable[Any]) -> Any:
        fitting = [*values, *(schema[key] for key in ("minimum", "maximum") if key in schema)]
        if schema.keys() > {"type"}:
            fitting = [value for value in fitting if _is_within(schema, value)]
        if not fitting:
            raise UnknownKeywordError(f"no known value fits {schema}: add one")
        return self.random.choice(fitting)

    def _wrong(self, schema: Json, value: Any) -> Iterator[tuple[Pointer, str, Any]]:
        schema = self.flat(schema)
        types = set(self._types(schema))
        if not types & _types_of(value):
            return  # it is a value of another branch
        yield from (((), "type", each) for each in _OF_EVERY_TYPE if not types & _types_of(each))
        for union in schema.keys() & _UNIONS:
            for branch in schema[union]:
                yield from (
                    (place, f"{union}/{keyword}", wrong) for place, keyword, wrong in self._wrong(branch, value)
                )
            return
        for keyword in schema.keys() & {"const", "enum"}:
            yield (), keyword, f"{value}?" if isinstance(value, str) else value + 1
        yield from (((), keyword, each) for keyword, each in _beyond(schema, value))
        for place, inner, member in self._members(schema, value):
            yield from (((place, *rest), keyword, wrong) for rest, keyword, wrong in self._wrong(inner, member))
        if isinstance(value, dict):
            yield from (((name,), "required", _MISSING) for name in schema.get("required", ()) if name in value)

    def _members(self, schema: Json, value: Any) -> Iterator[tuple[str | int, Json, Any]]:
        """What a schema describes of a value's items or fields."""
        if isinstance(value, list):
            yield from ((index, schema["items"], item) for index, item in enumerate(value))
        elif isinstance(value, dict):
            others = schema.get("additionalProperties", True)
            described = {name: schema.get("properties", {}).get(name, others) for name in value}
            yield from ((name, inner, value[name]) for name, inner in described.items() if inner is not True)

    def _types(self, schema: Json) -> Iterator[str]:
        """The types that a schema accepts."""
        schema = self.flat(schema)
        for branch in [branch for union in schema.keys() & _UNIONS for branch in schema[union]]:
            yield from self._types(branch)
        for value in [schema["const"]] if "const" in schema else schema.get("enum", ()):
            yield from _types_of(value)
        if not schema.keys() & {*_UNIONS, "const", "enum"}:
            yield from _listed(schema["type"])


def changes(value: Any) -> Iterator[Any]:
    """A JSON value in every way that differs in one place: something is missing, or something odd is there."""
    for place in ((), *_places(value)):
        for other in (*_OF_EVERY_TYPE, _MISSING)[: None if place else -1]:
            yield _changed(value, place, other)


def _places(value: Any) -> Iterator[Pointer]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield (key,)
        yield from ((key, *place) for place in _places(child))


def _changed(value: Any, place: Pointer, new: Any) -> Any:
    if not place:
        return new
    copied, (key, *rest) = value.copy(), place
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
    """Values just outside each bound of a schema, with the keyword."""
    bounds: dict[str, Callable[[Any], list[Any]]] = {
        "minimum": lambda least: [least - 1],
        "maximum": lambda most: [most + 1],
        "minLength": lambda least: ["x" * (least - 1)],
        "pattern": lambda pattern: [text for text in _TEXTS if not re.search(pattern, text)],
        "minItems": lambda least: [value[: least - 1]],
        "maxItems": lambda most: [(value * (most + 1))[: most + 1]],
    }
    yield from (
        (keyword, each) for keyword, made in bounds.items() if keyword in schema for each in made(schema[keyword])
    )


def _is_within(schema: Json, value: Any) -> bool:
    """Whether a number or a text is within the bounds of a schema."""
    if isinstance(value, str):
        return len(value) >= schema.get("minLength", 0) and bool(re.search(schema.get("pattern", ""), value))
    return bool(schema.get("minimum", value) <= value <= schema.get("maximum", value))
