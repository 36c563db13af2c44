"""What the texts of a query, a form and a JSON document stand for."""

import json
import re
from collections.abc import Iterator
from math import isfinite
from typing import Any

from .parsing import File
from .schemas import Problem, Schemas

Json = dict[str, Any]

UNIONS = ("anyOf", "oneOf")

# Bytes that are no UTF-8, as they are read here, and escapes that may be halves of a pair.
_HALF_CHARACTER = re.compile(r"[\ud800-\udfff]|\\u[dD][89a-fA-F]")


class MisreadError(ValueError):
    """A text that stands for nothing that its schema allows."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.text)
        self.problem = problem


def value_of(schemas: Schemas, schema: Json, values: list[str | File]) -> Any:
    """Return what the values under one name of a query or a form stand for. Raises MisreadError."""
    schema = schemas.resolve(schema)[0]
    for word in UNIONS:
        for branch in schema.get(word, []):
            try:
                return value_of(schemas, branch, values)
            except MisreadError:
                continue
    if schema.get("type") == "array":
        return [value_of(schemas, schema["items"], [value]) for value in values]
    if len(values) > 1:
        raise MisreadError(Problem((), "type", f"sent {len(values)} times, and no list"))
    return _single(schemas, schema, values[0])


def _single(schemas: Schemas, schema: Json, value: str | File) -> Any:
    is_file = schema.get("format") == "binary"
    if isinstance(value, File):
        if not is_file:
            raise MisreadError(Problem((), "type", "a file, where a text is read"))
        return value
    if is_file:
        raise MisreadError(Problem((), "format", "a text, where a file is read"))
    if schema.get("contentMediaType") == "application/json":
        _check_inner_json(schemas, schema, value)
    problems: list[Problem] = []
    for reading in _readings(value):
        found = next(schemas.problems(schema, reading), None)
        if found is None:
            return reading
        problems.append(found)
    # A text that is read as the right type says more: 101 is too much, and "101" no number.
    raise MisreadError(next((problem for problem in problems if problem.keyword != "type"), problems[0]))


def _check_inner_json(schemas: Schemas, schema: Json, text: str) -> None:
    try:
        value = read_json(text)
    except (ValueError, RecursionError) as error:
        raise MisreadError(Problem((), "contentMediaType", f"not JSON: {error}")) from None
    if "contentSchema" in schema:
        for problem in schemas.problems(schema["contentSchema"], value):
            raise MisreadError(problem)


def read_json(text: str) -> Any:
    """Return a JSON value. Raises ValueError also for what Python reads and no answer could repeat."""
    value = _decode(text)
    if _HALF_CHARACTER.search(text):
        json.dumps(value, ensure_ascii=False).encode()
    return value


def _finite(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError("a number is too large")
    return value


_decode = json.JSONDecoder(parse_constant=_finite, parse_float=_finite).decode


def _readings(text: str) -> Iterator[str | float | bool]:
    """What a text in a query or a form can stand for."""
    yield text
    try:
        value = read_json(text)
    except (ValueError, RecursionError):
        return
    if isinstance(value, int | float):
        yield value
