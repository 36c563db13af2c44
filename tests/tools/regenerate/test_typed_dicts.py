"""The types of JSON responses that are made of a contract."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

from scripts.tools.regenerate import typed_dicts
from scripts.tools.regenerate.contract import Contract

if TYPE_CHECKING:
    from pathlib import Path

SCHEMAS: dict[str, Any] = {
    "Cat": {
        "type": "object",
        "required": ["name", "class"],
        "properties": {
            "name": {"type": "string"},
            "class": {"anyOf": [{"$ref": "#/components/schemas/Breed"}, {"type": "string"}]},
            "mother": {"$ref": "#/components/schemas/Cat"},
        },
    },
    "Breed": {"type": "string", "enum": ["Manx", "Siamese", "Won't", 'A "cat"', "\\"]},
    "Kitten": {
        "allOf": [
            {"$ref": "#/components/schemas/Cat"},
            {
                "type": "object",
                "required": ["age"],
                "properties": {"age": {"type": ["number", "null"]}},
            },
        ]
    },
    "Litter": {
        "type": "object",
        "required": ["list", "by_name", "home"],
        "properties": {
            "list": {"type": "array", "items": {"$ref": "#/components/schemas/Kitten"}},
            "by_name": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Kitten"}},
            "home": {"type": "object", "required": ["city"], "properties": {"city": {"const": "Douglas"}}},
            "notes": {"type": "object", "additionalProperties": True},
            'it\'s "odd"': {"$ref": "#/components/schemas/Breed"},
        },
    },
    "Request": {"type": "object", "properties": {"name": {"type": "string"}}},
}

PROGRAM = """
from responses import Cat, Kitten, Litter

manx: Cat = {"name": "Tom", "class": "Manx"}
kitten: Kitten = {"name": "Kit", "class": "new", "mother": manx, "age": None}
litter: Litter = {"list": [kitten], "by_name": {"Kit": kitten}, "home": {"city": "Douglas"}, "notes": {"x": 1}}

nameless: Cat = {"class": "Manx"}  # Missing key "name"
misspelt: Cat = {"name": "Tom", "class": "Manx", "mum": manx}  # Extra key "mum"
ageless: Kitten = {"name": "Kit", "class": "Manx"}  # Missing key "age"
old: Kitten = {"name": "Kit", "class": "Manx", "age": "1"}  # TypedDict item "age" has type "float | None"
homeless: Litter = {"list": [], "by_name": {}, "home": {}}  # Missing key "city"
foreign: Litter = {"list": [], "by_name": {}, "home": {"city": "Peel"}}  # TypedDict item "city"
grown: Litter = {"list": [], "by_name": {"Tom": manx}, "home": {"city": "Douglas"}}  # expected "str": "Kitten"
"""


def test_types(tmp_path: Path) -> None:
    """A type checker accepts the objects that a contract describes, and finds each that it does not."""
    response = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Litter"}}}}
    operation = {"operationId": "cats_get", "responses": {"200": response}}
    document = {"paths": {"/cats": {"get": operation}}, "components": {"schemas": SCHEMAS}}
    text = typed_dicts.render(Contract("cats", "specs/cats/openapi.yaml", document))
    (tmp_path / "responses.py").write_text(text, encoding="utf-8")
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")

    assert "Request" not in text
    subprocess.run([sys.executable, "responses.py"], cwd=tmp_path, check=True)
    assert _errors(tmp_path) == {
        number: line.partition("  # ")[2] for number, line in enumerate(PROGRAM.splitlines(), 1) if "  # " in line
    }


def _errors(folder: Path) -> dict[int, str]:
    """Return the expected parts of mypy's messages by line."""
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--no-error-summary", "program.py"]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    expected = dict(enumerate((line.partition("  # ")[2] for line in PROGRAM.splitlines()), 1))
    found: dict[int, str] = {}
    for line in result.stdout.splitlines():
        _, number, message = line.split(":", 2)
        found[int(number)] = expected[int(number)] if expected[int(number)] in message else message
    return found
