"""A change of a contract's YAML leaves the rest of the text as it is."""

from __future__ import annotations

import json
import random
from difflib import ndiff
from typing import Any

import pytest

from scripts.tools.regenerate.documents import load
from scripts.tools.regenerate.patching import patched
from tests.helpers.contracts import ROOT

SOURCES = sorted(ROOT.glob("specs/*/openapi.yaml"))

TEXT = """\
info: {title: Cats, tags: [a, b], empty: []}
shared: &cat
  name: Tom   # a comment
  colours: [red, &blue blue]

other: *cat
items:
  - name: one
    text: |
      two lines
      of text
  - *blue
  - {a: 1}
quoted: 'it''s'
"""

LINES = "two lines\nof text\n"


def changed(change: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Return the lines that are removed and added if some members of the document above are others."""
    document = {**json.loads(json.dumps(load(TEXT))), **change}
    new = patched(TEXT, {name: each for name, each in document.items() if each != "removed"})
    lines = list(ndiff(TEXT.splitlines(), new.splitlines()))
    return [each[2:] for each in lines if each[0] == "-"], [each[2:] for each in lines if each[0] == "+"]


@pytest.mark.parametrize(
    ("change", "removed", "added"),
    [
        ({}, [], []),
        ({"new": {"a": [1]}}, [], ["new:", "  a:", "    - 1"]),
        ({"quoted": "removed"}, ["quoted: 'it''s'"], []),
        ({"quoted": 1}, ["quoted: 'it''s'"], ["quoted: 1"]),
        (
            {"info": {"title": "Dogs", "tags": ["a", "b", "c"], "empty": [], "x": None}},
            ["info: {title: Cats, tags: [a, b], empty: []}"],
            ["info: {title: Dogs, tags: [a, b, c], empty: [], x: null}"],
        ),
        ({"other": {"name": "Tim", "colours": []}}, ["other: *cat"], ["other:", "  name: Tim", "  colours: []"]),
        (
            {"shared": {"name": "Tom", "colours": ["red", "blue"], "age": 1}},
            ["other: *cat"],
            ["  age: 1", "other:", "  name: Tom", "  colours:", "    - red", "    - blue"],
        ),
        (
            {"items": [{"name": "1", "text": "two lines\nof text\n"}, "blue", {"a": 1}]},
            ["  - name: one"],
            ["  - name: '1'"],
        ),
        ({"items": [{"name": "one", "text": "two lines\nof text\n"}, "blue", {"a": 1}, 2]}, [], ["  - 2"]),
    ],
)
def test_only_what_changes(change: dict[str, Any], removed: list[str], added: list[str]) -> None:
    """Added, removed and changed members are the only lines that differ; an alias is written out if it must."""
    assert changed(change) == (removed, added)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.parent.name)
def test_any_change_of_a_contract(source: Any) -> None:
    """A contract with changes drawn at random is read back as it is to be; without any it is the same text."""
    text = source.read_text(encoding="utf-8")
    drawn = random.Random(1)
    assert patched(text, load(text)) == text
    for _ in range(4):
        document = json.loads(json.dumps(load(text)))
        for _ in range(3):
            node: Any = document
            while isinstance(node, (dict, list)) and node and drawn.random() < 0.9:
                parent, key = node, drawn.choice(list(node) if isinstance(node, dict) else range(len(node)))
                node = node[key]
            kinds = [{"anyOf": [node, {"type": "null"}]}, "a: text", None, [node]]
            parent[key] = {**node, "added": 1} if isinstance(node, dict) else drawn.choice(kinds)

        assert load(patched(text, document)) == document
