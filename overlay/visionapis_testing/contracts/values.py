"""Values of texts in queries, forms and JSON documents, by their schemas."""

import json
import re
from collections.abc import Iterator
from math import isfinite
from typing import Any

from .parsing import File
from .schemas import Problem, Schemas

Json = dict[str, Any]

MAX_VALUES = 100_000
"""How many values JSON can have."""

_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"', re.DOTALL)

UNIONS = ("anyOf", "oneOf")

# Lone surrogates, which is how invalid UTF-8 is decoded here, and escapes that may be lone surrogates.
_SURROGATE = re.compile(r"[\ud800-\udfff]|\\u[dD][89a-fA-F]")


class InvalidValueError(ValueError):
    """A text that is not a value of its schema."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.text)
        self.problem = problem


def value_of(schemas: Schemas, schema: Json, values: list[str | File]) -> Any:
    """Return the value of one field of a query or form, which may be repeated. Raises InvalidValueError."""
    schema = schemas.resolve(schema)[0]
    for word in UNIONS:
        for branch in schema.get(word, []):
            try:
                return value_of(schemas, branch, values)
            except InvalidValueError:
                continue
    if schema.get("type") == "array":
        return [value_of(schemas, schema["items"], [value]) for value in values]
    if len(values) > 1:
        raise InvalidValueError(Problem((), "type", f"sent {len(values)} times, but not a list"))
    return _single(schemas, schema, values[0])


def _single(schemas: Schemas, schema: Json, value: str | File) -> Any:
    is_file = schema.get("format") == "binary" or _has_content(schema)
    if isinstance(value, File):
        if not is_file:
            raise InvalidValueError(Problem((), "type", "a file, but expected a text"))
        return value
    if is_file:
        raise InvalidValueError(Problem((), "format", "a text, but expected a file"))
    if schema.get("contentMediaType") == "application/json":
        _check_embedded_json(schemas, schema, value)
    problems: list[Problem] = []
    for candidate in _candidates(value):
        problem = next(schemas.problems(schema, candidate), None)
        if problem is None:
            return candidate
        problems.append(problem)
    # Prefer the problem of the right type: that 101 exceeds the maximum, not that "101" is not a number.
    raise InvalidValueError(next((problem for problem in problems if problem.keyword != "type"), problems[0]))


def _has_content(schema: Json) -> bool:
    """Return whether a field is a file by the media type of its content, as OpenAPI 3.1 writes it."""
    return "contentEncoding" not in schema and schema.get("contentMediaType", "application/json") != "application/json"


def _check_embedded_json(schemas: Schemas, schema: Json, text: str) -> None:
    try:
        value = read_json(text)
    except (ValueError, RecursionError) as error:
        raise InvalidValueError(Problem((), "contentMediaType", f"not JSON: {error}")) from None
    if "contentSchema" in schema:
        for problem in schemas.problems(schema["contentSchema"], value):
            raise InvalidValueError(problem)


def read_json(text: str) -> Any:
    """Parse JSON. Raises ValueError also for NaN, infinity and lone surrogates, which a response could not repeat.

    It is raised for more than MAX_VALUES values, too: 64 MiB can hold 20 million, which take minutes and gigabytes.
    """
    if has_many_values(text):
        raise ValueError(f"more than {MAX_VALUES:,} values")
    value = _decode(text)
    if _SURROGATE.search(text):
        json.dumps(value, ensure_ascii=False).encode()
    return value


def has_many_values(text: str) -> bool:
    """Return whether JSON has more than MAX_VALUES values, without parsing it."""
    return _count(text) > MAX_VALUES and _count(_STRING.sub("", text)) > MAX_VALUES


def _count(text: str) -> int:
    """Return how many values JSON without texts has, and no fewer for JSON with texts."""
    return text.count(",") + text.count("[") + text.count("{")


def _finite(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError("number out of range")
    return value


_decode = json.JSONDecoder(parse_constant=_finite, parse_float=_finite).decode


def _candidates(text: str) -> Iterator[str | float | bool]:
    """Yield the values that a text in a query or form can mean: itself, and a number or boolean."""
    yield text
    try:
        value = read_json(text)
    except (ValueError, RecursionError):
        return
    if isinstance(value, int | float):
        yield value
