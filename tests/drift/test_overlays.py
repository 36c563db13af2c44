"""Overlays: their targets, and what they refuse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema_rs import Draft202012Validator

from tests.helpers.vendors import VENDORS
from visionapis_testing.drift.errors import RecordingError
from visionapis_testing.drift.overlays import apply, parse, problem, target

from .proposing import changed, proposed
from .test_findings import CHANGES

SPECIFICATION = Path(__file__).with_name("overlay-1.1.yaml")
"""The schema of the OpenAPI Initiative for Overlay 1.1."""

DOCUMENT: dict[str, Any] = {"info": {"title": {}}, "names": ["a", "b"], "one": 1}
EVIDENCE = {"kind": "observed", "count": 1, "of": 2, "first": "2026-11-21T08:00:00Z", "last": "2026-11-21T08:00:00Z"}
PROPOSAL: dict[str, Any] = {
    "overlay": "1.1.0",
    "info": {"title": "x", "version": "1", "x-vendor": "cats"},
    "actions": [{"target": "$['a']", "update": {}, "x-evidence": EVIDENCE}],
}


@pytest.mark.parametrize("vendor", VENDORS)
def test_proposals_are_valid_overlays(vendor: str) -> None:
    """Proposals satisfy the schema of Overlay 1.1, and are known as proposals."""
    validator = Draft202012Validator(yaml.safe_load(SPECIFICATION.read_text(encoding="utf-8")))
    for change in CHANGES:
        try:
            overlay = proposed(vendor, changed(vendor, change, 2)).overlay
        except IndexError:
            continue  # no place for this change
        if overlay["actions"]:
            validator.validate(overlay)
            assert problem(overlay) is None


@pytest.mark.parametrize(
    ("path", "item"),
    [
        (("paths", "/a/{b}", "get", 0), None),
        (("it's", "a\\b", "[x]", "ü", "\n\t\x00"), None),
        (("required",), "it's"),
        (("a][", "['b']"), "'x'][?@=='y'"),
    ],
)
def test_targets_are_read_as_they_are_written(path: tuple[str | int, ...], item: str | None) -> None:
    """A target leads to the same place after writing and reading, whichever characters names have."""
    assert parse(target(path, item)) == (path, item)


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ({"target": "$['paths']['/none']", "remove": True}, "matches nothing"),
        ({"target": "$['info']['title'][0]", "remove": True}, "matches nothing"),
        ({"target": "$['names'][2]", "remove": True}, "matches nothing"),
        ({"target": "$['names'][?@=='c']", "remove": True}, "matches nothing"),
        ({"target": "$['one'][?@=='c']", "remove": True}, "matches nothing"),
        ({"target": "$.paths", "remove": True}, "is not a normalized JSONPath"),
        ({"target": "$", "remove": True}, "is not a normalized JSONPath"),
        ({"target": "$['info']"}, "neither updates nor removes"),
        ({"target": "$['names'][?@=='a']", "update": "b"}, "neither updates nor removes"),
        ({"target": "$['one']", "update": 2}, "finds another value"),
        ({"target": "$['names']", "update": ["b"]}, "finds another value"),
        ({"target": "$['info']", "update": {"title": "x"}}, "finds another value"),
    ],
)
def test_overlay_of_another_document_is_an_error(action: dict[str, Any], words: str) -> None:
    """A target that is not in the contract, or an update of what is there, refuses the overlay as a whole."""
    before = repr(DOCUMENT)
    with pytest.raises(RecordingError, match=words):
        apply(DOCUMENT, {"actions": [{"target": "$['info']", "update": {"a": 1}}, action]})

    assert repr(DOCUMENT) == before


def test_actions_are_applied_in_order() -> None:
    """Updates merge objects and extend lists, removals take members and items, on the result of earlier ones."""
    actions = [
        {"target": "$['info']", "update": {"title": {"a": ["x"]}, "new": True}},
        {"target": "$['info']['title']", "update": {"a": ["y"]}},
        {"target": "$['names'][?@=='a']", "remove": True},
        {"target": "$['one']", "remove": True},
    ]

    assert apply(DOCUMENT, {"actions": actions}) == {"info": {"title": {"a": ["x", "y"]}, "new": True}, "names": ["b"]}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"overlay": "1.0.0"}, "overlay: "),
        ({"actions": []}, "actions: "),
        ({"info": {"title": "x", "version": "1"}}, 'info: "x-vendor" is a required property'),
        ({"actions": [{"target": "$['a']", "update": {}}]}, 'actions/0: "x-evidence" is a required property'),
        ({"actions": [{"target": "$['a']", "x-evidence": EVIDENCE}]}, "actions/0: "),
        (
            {"actions": [{"target": "$['a']", "update": {}, "x-evidence": {**EVIDENCE, "kind": "user"}}]},
            "actions/0/x-e",
        ),
    ],
)
def test_other_documents_are_no_proposals(change: dict[str, Any], words: str) -> None:
    """Another overlay, or one whose actions lack evidence, is told with the place."""
    assert problem(PROPOSAL) is None
    found = problem({**PROPOSAL, **change})

    assert found
    assert found.startswith(f"not a proposal of `visionapis drift --propose`: {words}")


@pytest.mark.parametrize("document", [None, [], "text", 1])
def test_what_is_no_object_is_no_proposal(document: object) -> None:
    """A document that is no object is told."""
    assert str(problem(document)).startswith("not a proposal of `visionapis drift --propose`: the document: ")
