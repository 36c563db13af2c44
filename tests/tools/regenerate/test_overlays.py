"""A contract and its DEFECTS.md are built from a vendor's structure and overlays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from scripts.tools.regenerate import defects, overlays
from scripts.tools.regenerate.contract import ContractError
from scripts.tools.regenerate.documents import dump
from scripts.tools.regenerate.structure import digest
from tests.helpers.contracts import ROOT

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]

STRUCTURE: Json = {
    "info": {"version": "1"},
    "openapi": "3.1.0",
    "paths": {
        "/cats": {
            "get": {
                "parameters": [{"in": "query", "name": "limit"}, {"in": "query", "name": "page"}],
                "responses": {"200": {}},
                "tags": ["cats"],
            }
        },
        "/dogs": {"get": {"responses": {"200": {}}, "tags": ["dogs"]}},
    },
}

DEFECT: Json = {
    "target": "$.paths['/dogs']",
    "remove": True,
    "x-id": "no-dogs",
    "x-says": "There are dogs | and cats.",
    "description": "There are cats only.",
    "x-reason": "Nobody ever saw\na dog.",
    "x-evidence": [{"kind": "user", "source": "a report"}, {"kind": "wire", "source": "a capture"}],
}


def vendor(folder: Path, *documents: list[Json] | str) -> Path:
    """Write a vendor's folder with a structure and overlays, given as lists of actions or as texts."""
    root = folder / "specs" / "vendor"
    (root / "overlays").mkdir(parents=True)
    origin = {"address": "https://example.com/cats.yaml", "retrieved": "2026-01-01", "sha256": digest(STRUCTURE)}
    (root / "upstream.yaml").write_text(dump({"x-source": origin, **STRUCTURE}), encoding="utf-8")
    for index, document in enumerate(documents, 1):
        overlay = {"overlay": "1.0.0", "info": {"title": "x", "version": "1"}, "actions": document}
        text = document if isinstance(document, str) else dump(overlay)
        (root / "overlays" / f"{index}-corrections.yaml").write_text(text, encoding="utf-8")
    return root


def error_message(folder: Path) -> str:
    """Return the message of the error that building raises."""
    with pytest.raises(ContractError) as caught:
        overlays.build(folder)
    return str(caught.value)


def test_overlays_are_applied_in_order(tmp_path: Path) -> None:
    """Each kind of action does what the specification says, on the result of earlier documents."""
    folder = vendor(
        tmp_path,
        [
            {"target": "$", "update": {"info": {"title": "Cats"}}},
            {"target": "$.paths['/dogs']", "remove": True},
            {"target": "$.paths['/cats'].get.parameters[?(@.name=='limit')]", "remove": True},
            {"target": "$.paths['/cats'].get.parameters[?(@.name=='page')]", "update": {"required": True}},
        ],
        [
            {"target": "$.info.title", "update": "All cats"},
            {"target": "$.paths.*.*.tags", "update": ["animals"]},
            {"target": "$.paths['/cats'].get.responses['200']", "update": {"description": "Cats."}},
        ],
    )
    built = overlays.build(folder)

    assert list(built)[:2] == ["x-generated", "x-source"]
    assert built["info"] == {"version": "1", "title": "All cats"}
    assert built["paths"] == {
        "/cats": {
            "get": {
                "parameters": [{"in": "query", "name": "page", "required": True}],
                "responses": {"200": {"description": "Cats."}},
                "tags": ["cats", "animals"],
            }
        }
    }


def test_every_match_in_a_list_is_removed(tmp_path: Path) -> None:
    """Removing one item of a list does not hide the next one."""
    target = "$.paths['/cats'].get.parameters[?(@.in=='query')]"

    assert overlays.build(vendor(tmp_path, [{"target": target, "remove": True}]))["paths"]["/cats"]["get"] == {
        "parameters": [],
        "responses": {"200": {}},
        "tags": ["cats"],
    }


def test_places_that_one_action_fills_are_apart(tmp_path: Path) -> None:
    """An addition that an action makes in several places can be changed in one of them."""
    folder = vendor(
        tmp_path,
        [
            {"target": "$.paths.*.*.responses['200']", "update": {"content": {"text/plain": {}}}},
            {"target": "$.paths['/dogs'].get.responses['200'].content['text/plain']", "update": {"schema": {}}},
        ],
    )
    paths = overlays.build(folder)["paths"]

    assert paths["/cats"]["get"]["responses"]["200"] == {"content": {"text/plain": {}}}
    assert paths["/dogs"]["get"]["responses"]["200"] == {"content": {"text/plain": {"schema": {}}}}


def test_building_twice_makes_the_same_text(tmp_path: Path) -> None:
    """The text has no alias and no comment, and can be loaded again."""
    folder = vendor(tmp_path, [{"target": "$.paths.*.*", "update": {"description": "One line,\nand another.\n"}}])
    text = dump(overlays.build(folder))

    assert text == dump(overlays.build(folder))
    assert yaml.safe_load(text) == overlays.build(folder)
    assert "&id" not in text
    assert "description: |\n" in text


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ({"target": "$.paths['/birds']", "remove": True, "x-id": "a"}, "action a: no match for "),
        ({"target": "$.paths['/birds']", "update": {"x": 1}, "x-id": "a"}, "action a: no match for "),
        (
            {"target": "$.paths['/cats','/birds'].get", "update": {"x": 1}, "x-id": "a"},
            "action a: no match for $.paths.'/birds'.get",
        ),
        ({"target": "$.info", "update": {"version": "1"}, "x-id": "a"}, "action a: no effect: $.info"),
        ({"target": "$.info", "update": {"version": "1"}, "description": "A."}, "action A.: no effect"),
        ({"target": "$.info", "update": {"version": "1"}}, "action $.info: no effect"),
        ({"target": "$.paths[", "remove": True, "x-id": "a"}, "action a: JsonPath"),
        ({"target": "$", "remove": True, "x-id": "a"}, "action a: ValueError"),
        ({"target": "$.info", "update": {}, "reason": "x"}, "Unevaluated properties are not allowed"),
        ({"target": "info", "update": {}}, "actions -> 0 -> target"),
        ({"update": {}}, "'target' is a required property"),
    ],
)
def test_action_without_effect_is_named(action: Json, words: str, tmp_path: Path) -> None:
    """The message has file and action."""
    message = error_message(vendor(tmp_path, [action]))

    assert message.startswith("specs/vendor/overlays/1-corrections.yaml: ")
    assert words in message


def test_every_idle_action_is_named(tmp_path: Path) -> None:
    """One run reports all of them."""
    idle = [{"target": "$.a", "remove": True}, {"target": "$.b", "remove": True}]

    assert len(error_message(vendor(tmp_path, idle, idle)).splitlines()) == 4


@pytest.mark.parametrize("text", ["overlay: [", "- a list", "overlay: 2.0.0\ninfo: {title: x, version: '1'}"])
def test_invalid_overlay_is_rejected(text: str, tmp_path: Path) -> None:
    """The message names a file that is not an Overlay document."""
    assert error_message(vendor(tmp_path, text)).startswith("specs/vendor/overlays/1-corrections.yaml:")


def test_edited_structure_is_rejected(tmp_path: Path) -> None:
    """A structure that was edited by hand is rejected."""
    folder = vendor(tmp_path, [{"target": "$.info", "update": {"title": "Cats"}}])
    path = folder / "upstream.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("limit", "size"), encoding="utf-8")

    assert error_message(folder).startswith("specs/vendor/upstream.yaml: edited by hand")


def test_ledger_tells_every_defect(tmp_path: Path) -> None:
    """A defect has one row, however many actions it needs."""
    more = {"target": "$.paths['/cats'].get", "update": {"tags": ["all"]}, "x-id": "no-dogs"}
    other = {**DEFECT, "target": "$.paths['/cats'].get.tags", "x-id": "no-tags", "x-says": "Tags."}
    folder = vendor(tmp_path, [DEFECT, more, other])
    lines = defects.render(folder / "overlays" / "1-corrections.yaml").splitlines()

    assert lines[0].endswith("by scripts/regenerate. Do not edit. -->")
    assert lines[-2:] == [
        (
            "| `no-dogs` | There are dogs \\| and cats. | There are cats only. | Nobody ever saw a dog. "
            "| user: a report; wire: a capture |"
        ),
        "| `no-tags` | Tags. | There are cats only. | Nobody ever saw a dog. | user: a report; wire: a capture |",
    ]


@pytest.mark.parametrize("field", ["x-id", "x-says", "description", "x-reason", "x-evidence"])
def test_defect_is_told_in_full(field: str, tmp_path: Path) -> None:
    """An action that leaves a column empty is rejected."""
    folder = vendor(tmp_path, [{key: value for key, value in DEFECT.items() if key != field}])
    with pytest.raises(ContractError, match=f"{field} .* is missing"):
        defects.render(folder / "overlays" / "1-corrections.yaml")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"x-evidence": [{"kind": "hearsay", "source": "x"}]}, "kind and source"),
        ({"x-evidence": [{"kind": "user"}]}, "kind and source"),
        ({"x-evidence": [{"kind": "user", "source": "one", "and another": None}]}, "and nothing else"),
    ],
)
def test_defect_has_evidence(change: Json, words: str, tmp_path: Path) -> None:
    """A defect needs evidence of a known kind with a source."""
    folder = vendor(tmp_path, [{**DEFECT, **change}])
    with pytest.raises(ContractError, match=words):
        defects.render(folder / "overlays" / "1-corrections.yaml")


def test_defect_is_told_once(tmp_path: Path) -> None:
    """A second action with the same id that describes the defect again is rejected."""
    folder = vendor(tmp_path, [DEFECT, {**DEFECT, "target": "$.paths['/cats']"}])
    with pytest.raises(ContractError, match="an earlier one has this id"):
        defects.render(folder / "overlays" / "1-corrections.yaml")


def comments(text: str) -> list[int]:
    """Return the lines of a YAML document that are comments, from 0."""
    spans = [
        (token.start_mark.line, token.end_mark.line) for token in yaml.scan(text) if isinstance(token, yaml.ScalarToken)
    ]
    texts = {line for start, end in spans for line in range(start, end)}
    return [
        number for number, line in enumerate(text.splitlines()) if line.lstrip().startswith("#") and number not in texts
    ]


def test_specs_explain_themselves_in_data() -> None:
    """No file in specs/ has a YAML comment: explanations are in fields that tools read."""
    paths = sorted((ROOT / "specs").rglob("*.yaml"))

    assert comments("# a\nb: |\n  # c\n# d\n") == [0, 3]
    assert {path.name: found for path in paths if (found := comments(path.read_text(encoding="utf-8")))} == {}
