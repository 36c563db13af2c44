"""Dataclasses from JSON objects."""

import json
import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields
from functools import cache
from reprlib import repr as shortened
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, cast, get_args, get_origin, get_type_hints

_Kind = TypeVar("_Kind")

_WORDS = {bool: "true or false", float: "a number", int: "a whole number", str: "a text", NoneType: "null"}

# JSON can spell halves of a pair, which no answer could be written with.
_HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")


def read(kind: type[_Kind], document: Mapping[str, Any]) -> _Kind:
    """Return a dataclass of the members of a JSON object; what it leaves out has its default.

    Raises ValueError that names a member which is unknown or missing. Whether values fit is for the class to say, with
    ``misfit``.
    """
    known = [each for each in fields(cast("Any", kind)) if each.init]
    if unknown := sorted(set(document).difference(each.name for each in known)):
        raise ValueError(f"no field {unknown[0]!r}; there are: {', '.join(each.name for each in known) or 'none'}")
    for each in known:
        if each.name not in document and each.default is MISSING and each.default_factory is MISSING:
            raise ValueError(f"field {each.name!r} is missing")
    return kind(**document)


@dataclass(frozen=True, slots=True)
class Misfit:
    """A field whose value is not of its type."""

    name: str
    text: str
    """For people: what the value is, and what it should be."""


def misfit(instance: object) -> Misfit | None:
    """Return the first field of a dataclass whose value, perhaps of JSON, is not of its type."""
    hints = _hints(cast("Any", type(instance)))
    for each in fields(cast("Any", instance)):
        value = getattr(instance, each.name)
        if not _fits(value, hints[each.name]):
            return Misfit(each.name, f"{each.name} cannot be {shortened(value)}: it is {_in_words(hints[each.name])}")
    return None


def expected_fields(kind: type[Any]) -> dict[str, str]:
    """Return in words what each field of a dataclass is, and its default."""
    hints = get_type_hints(kind)
    return {each.name: f"{_in_words(hints[each.name])}{_default(each)}" for each in fields(kind) if each.init}


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    """Return the types of fields, which take longer to find than values to be looked at."""
    return get_type_hints(kind)


def _default(described: Field[Any]) -> str:
    if described.default is not MISSING:
        return f", {json.dumps(described.default)} by default"
    return "" if described.default_factory is MISSING else f", {json.dumps(described.default_factory())} by default"


def _in_words(hint: Any) -> str:
    match get_origin(hint) or hint:
        case kind if kind is Literal:
            return f"one of {', '.join(json.dumps(each) for each in get_args(hint))}"
        case kind if kind is UnionType:
            return " or ".join(_in_words(each) for each in get_args(hint))
        case kind if kind is Mapping:
            return "an object of texts"
        case kind:
            return _WORDS.get(kind) or f"an object: {kind.__name__}"


def _fits(value: object, hint: Any) -> bool:
    match get_origin(hint) or hint:
        case kind if kind is Literal:
            return value in get_args(hint)
        case kind if kind is UnionType:
            return any(_fits(value, each) for each in get_args(hint))
        case kind if kind is Mapping:
            pairs = cast("Mapping[object, object]", value).items() if isinstance(value, Mapping) else [(None, None)]
            return all(isinstance(part, str) for pair in pairs for part in pair)
        case kind if kind is float:
            return isinstance(value, (int, float)) and not isinstance(value, bool)
        case kind if kind is int:
            return isinstance(value, int) and not isinstance(value, bool)
        case kind if kind is str:
            return isinstance(value, str) and not _HALF_CHARACTER.search(value)
        case kind:
            return isinstance(value, kind)
