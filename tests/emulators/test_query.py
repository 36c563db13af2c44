"""The query is parsed by pydantic, with the values and error entries that the vendor's server returns."""

from __future__ import annotations

import math
from typing import Any

import pytest

from visionapis_testing.vendors.roboflow.query import BOOLEAN, INTEGER, NUMBER, is_valid, read_query

WORDS: dict[str, Any] = {"type": "string", "enum": ["best", "default"]}
SCHEMAS: dict[str, Any] = {
    "number": NUMBER,
    "integer": INTEGER,
    "boolean": BOOLEAN,
    "text": {"type": "string"},
    "words": {"anyOf": [WORDS]},
    "number or words": {"anyOf": [NUMBER, WORDS]},
}
VALID: dict[str, dict[str, object]] = {
    "number": {"1": 1.0, " .5\n": 0.5, "1_0.5": 10.5, "1e3": 1000.0, "-inf": -math.inf, "1e999": math.inf, "007": 7.0},
    "integer": {"1": 1, "+1": 1, " 007 ": 7, "1_0": 10, "1.00": 1, "9" * 30: int("9" * 30)},
    "boolean": {"1": True, "yEs": True, "T": True, "on": True, "0": False, "Off": False, "n": False, "FALSE": False},
    "text": {"": "", " a ": " a ", "1": "1"},
    "words": {"best": "best"},
    "number or words": {"0.4": 0.4, "default": "default"},
}
INVALID: dict[str, list[str]] = {
    "number": ["", " ", "1__0", "_1", "0x1", "1,0", "infinit", "1e"],
    "integer": ["", "1.5", "1e3", "1__0", "0x1", "\xb2", "1 0"],
    "boolean": ["", "tru", "2", " true", "nope"],
    "words": ["", "BEST", " best"],
    "number or words": ["Best", "0,4"],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in VALID.items() for text in texts])
def test_valid_text(name: str, text: str) -> None:
    """A text that pydantic accepts has the value of its type."""
    values, errors = read_query({"name": SCHEMAS[name]}, [("name", text)])
    assert (repr(values["name"]), errors) == (repr(VALID[name][text]), [])
    assert is_valid(SCHEMAS[name], text)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in INVALID.items() for text in texts])
def test_invalid_text(name: str, text: str) -> None:
    """A text that pydantic rejects has no value, and an error entry for each branch of its type."""
    values, errors = read_query({"name": SCHEMAS[name]}, [("name", text)])
    assert (values, {each.get("input") for each in errors}) == ({}, {text})
    assert len(errors) == (2 if name == "number or words" else 1)
    assert not is_valid(SCHEMAS[name], text)


def test_error_entries() -> None:
    """Error entries are FastAPI's, with the branch of a union in their location."""
    _, errors = read_query({"a": SCHEMAS["number or words"], "b": BOOLEAN}, [("a", "x"), ("b", "x")])
    assert errors == [
        {
            "type": "float_parsing",
            "loc": ["query", "a", "float"],
            "msg": "Input should be a valid number, unable to parse string as a number",
            "input": "x",
        },
        {
            "type": "literal_error",
            "loc": ["query", "a", "literal['best','default']"],
            "msg": "Input should be 'best' or 'default'",
            "input": "x",
            "ctx": {"expected": "'best' or 'default'"},
        },
        {
            "type": "bool_parsing",
            "loc": ["query", "b"],
            "msg": "Input should be a valid boolean, unable to interpret input",
            "input": "x",
        },
    ]


def test_defaults_and_order() -> None:
    """A parameter that was not sent has its default or None; of a repeated one the last value counts."""
    schemas = {"a": {"type": "number", "default": 0.4}, "b": INTEGER, "c": BOOLEAN}
    values, errors = read_query(schemas, [("b", "x"), ("b", "2"), ("d", "y")])
    assert (values, errors) == ({"a": 0.4, "b": 2, "c": None}, [])


def test_number_too_long_for_an_integer() -> None:
    """A number of 5,001 digits is rejected as an integer, and infinite as a float."""
    text = "1" + "0" * 5_000
    values, errors = read_query({"n": NUMBER, "i": INTEGER}, [("n", text), ("i", text)])
    assert (values["n"], [each["loc"] for each in errors]) == (math.inf, [["query", "i"]])
