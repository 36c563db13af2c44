"""The page tells what a proposal of `visionapis drift` changes, and the version step, before anything is committed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.tools.changes import clients, compare, page
from scripts.tools.regenerate import client
from scripts.tools.regenerate.contract import Contract
from scripts.tools.regenerate.project import Project
from scripts.tools.regenerate.vendors import Facts
from tests.helpers.vendors import contract
from visionapis_testing.drift import edits
from visionapis_testing.drift.overlays import apply

ROOT = Path(__file__).resolve().parents[3]
VENDOR = "imagerecognize"

OPERATION = ("paths", "/", "post")
OBJECT = ("components", "schemas", "DetectedObject")

Json = dict[str, Any]


def node(path: tuple[str, ...]) -> Json:
    """Return a part of the contract."""
    found: Any = contract(VENDOR).document
    for part in path:
        found = found[part]
    return dict(found)


PROPOSALS: dict[str, tuple[list[Json], str, str]] = {
    "new field": (
        list(edits.add_field(OBJECT, "colour", ["string"])),
        "minor",
        " / colour`: added",
    ),
    "null": (
        list(edits.add_type((*OBJECT, "properties", "name"), node((*OBJECT, "properties", "name")), "null")),
        "major",
        "- breaking: `DetectedObject.name`: `str` -> `str | None`",
    ),
    "missing field": (
        list(edits.drop_required(OBJECT, node(OBJECT), "name")),
        "major",
        "`: Properties are no longer required: `name`",
    ),
    "new status": (
        [
            edits.update(
                (*OPERATION, "responses"), {"418": edits.response("Teapot.", edits.media_type(["object"], "x"))}
            )
        ],
        "minor",
        "- additive: `responses / 418`: added",
    ),
    "deprecation": ([edits.update(OPERATION, {"deprecated": True})], "minor", "- additive: `deprecated` added"),
}


@pytest.mark.parametrize("name", PROPOSALS)
def test_proposal_is_rated(name: str, tmp_path: Path) -> None:
    """Each kind of proposal has its version step and a line that names what changed."""
    actions, step, line = PROPOSALS[name]
    document = apply(json.loads(json.dumps(contract(VENDOR).document)), {"actions": actions})
    new = Contract(VENDOR, "new", document)
    client.generate(new, Facts.of(new, Project(ROOT)), tmp_path / clients.PACKAGE / VENDOR)
    sides = clients.load(ROOT / "generated", VENDOR), clients.load(tmp_path, VENDOR)

    text = page.render(compare.compare(VENDOR, contract(VENDOR), new, *sides), "HEAD")

    assert f"Version step: **{step}**" in text
    assert line in text
