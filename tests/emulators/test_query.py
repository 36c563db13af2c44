"""The query is read as pydantic reads it."""

from __future__ import annotations

import math
import random
import re
from typing import Any, Literal, Union

import pytest
from pydantic import TypeAdapter, ValidationError

from visionapis_testing.vendors.roboflow.query import BOOLEAN, INTEGER, NUMBER, read_query

WORDS: dict[str, Any] = {"type": "string", "enum": ["best", "default"]}
TYPES: dict[str, tuple[Any, Any]] = {
    "number": (NUMBER, float),
    "integer": (INTEGER, int),
    "boolean": (BOOLEAN, bool),
    "text": ({"type": "string"}, str),
    "words": ({"anyOf": [WORDS]}, Literal["best", "default"]),
    "number or words": ({"anyOf": [NUMBER, WORDS]}, Union[float, Literal["best", "default"]]),  # noqa: UP007 - pydantic names the branches of both alike
}
TEXTS = [
    *("", " ", "0", "1", "-1", "+1", "--1", "007", "1.0", "1.", ".5", "5.", ".", "-", "1.5", "1.00", "1e3", "1E+3"),
    *("1_0", "1__0", "_1", "1_", "1_0.0", "1_0.5", "1.0_0", "1_e3", "1e3_0", "0x1", "1,0", "1 0", " 1 ", "\t1\n"),
    *("1\xa0", "nan", "NaN", "+nan", "inf", "-inf", "Infinity", "+INFINITY", "infinit", "1e999", "-0", "00", "1e"),
    *("\u0661", "\xb2", "true", "TRUE", "True", "false", "yEs", "no", "on", "Off", "T", "f", "Y", "n", " true"),
    *("tru", "2", "best", "default", "BEST", " best", "9" * 30),
]


def random_texts() -> list[str]:
    """Return texts that are almost numbers."""
    chance = random.Random(1)  # noqa: S311 - no secret
    texts = ("".join(chance.choices("01295._+- eE", k=chance.randint(1, 5))) for _ in range(3_000))
    # pydantic skips zeros before a sign; no client sends that.
    return [text for text in texts if not re.match(r" *[+-]?0+[+-]", text)]


@pytest.mark.parametrize("name", TYPES)
def test_like_pydantic(name: str) -> None:
    """Values and complaints are pydantic's own, for good, odd and bad texts."""
    schema, kind = TYPES[name]
    adapter: TypeAdapter[object] = TypeAdapter(kind)
    for text in [*TEXTS, *random_texts()]:
        values, problems = read_query({"name": schema}, [("name", text)])
        try:
            value = adapter.validate_python(text)
        except ValidationError as error:
            expected = [{**entry, "loc": ["query", "name", *entry["loc"]]} for entry in error.errors(include_url=False)]
            assert (text, problems) == (text, expected)
        else:
            assert problems == []
            assert repr(values["name"]) == repr(value), text


def test_defaults_and_order() -> None:
    """What was not sent has its default or None; of a repeated name the last value counts; others are ignored."""
    schemas = {"a": {"type": "number", "default": 0.4}, "b": INTEGER, "c": BOOLEAN}
    values, problems = read_query(schemas, [("b", "x"), ("b", "2"), ("d", "y")])
    assert (values, problems) == ({"a": 0.4, "b": 2, "c": None}, [])


def test_number_too_long_for_an_integer() -> None:
    """An integer of more digits than Python reads is refused, and infinite as a number."""
    text = "1" + "0" * 5_000
    values, problems = read_query({"n": NUMBER, "i": INTEGER}, [("n", text), ("i", text)])
    assert (values["n"], [problem["loc"] for problem in problems]) == (math.inf, [["query", "i"]])
