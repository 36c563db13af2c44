"""Findings name the file and line where the mistake can be mended."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from scripts.tools.regenerate import documents, main
from scripts.tools.regenerate.contract import load, split, walk
from scripts.tools.regenerate.origins import Origins
from tests.helpers.contracts import ROBOFLOW, ROOT

if TYPE_CHECKING:
    from pathlib import Path

NANONETS = ROOT / "specs" / "nanonets"


def test_place_in_a_derived_contract_is_where_it_was_written() -> None:
    """The line of every field of a contract made of overlays is one, of an overlay or the structure, with its name."""
    origins = Origins(NANONETS)
    files = {
        f"specs/nanonets/{path.relative_to(NANONETS)}": path.read_text().splitlines()
        for path in NANONETS.rglob("*.yaml")
    }
    contract = load(NANONETS / "openapi.yaml")
    wrong = []
    for at, _ in walk(contract.document):
        parts = split(at)
        if parts and not parts[-1].isdecimal():
            name, _, line = origins.place(parts).rpartition(":")
            # Of what is appended to a list, the list's line is known.
            names = (parts[-1], parts[-3] if len(parts) > 2 and parts[-2].isdecimal() else parts[-1])
            if not any(each in files[name][int(line) - 1] for each in names) and at != "/x-generated":
                wrong.append(f"{at}: {name}:{line}: {files[name][int(line) - 1]}")

    assert len(files) >= 4
    assert not wrong


def test_finding_in_a_derived_contract_names_the_overlay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A finding names the overlay that caused it, and the vendor's structure for what no overlay touches."""
    folder = tmp_path / "specs" / "cats"
    (folder / "overlays").mkdir(parents=True)
    for path in (NANONETS / "upstream.yaml", *NANONETS.glob("overlays/*")):
        text = path.read_text(encoding="utf-8")
        if path.name == "2-additions.yaml":
            text = text.replace("x-effect: [mutating]", "x-effect: [mutating, costly]", 1)
        (folder / path.relative_to(NANONETS)).write_text(text, encoding="utf-8")
    assert main.main([], tmp_path) == 1
    error = capsys.readouterr().err
    overlay = (folder / "overlays" / "2-additions.yaml").read_text(encoding="utf-8").splitlines()
    found = next(line for line in error.splitlines() if "x-effect: expected" in line)
    place = found.partition(": #")[0].rpartition(":")

    assert place[0] == "specs/cats/overlays/2-additions.yaml"
    assert any("costly" in line for line in overlay[int(place[2]) - 1 : int(place[2]) + 12])


@pytest.mark.parametrize("limit", [3, 9, 10])
def test_findings_end_at_a_number(limit: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Findings are printed one by one, and end after --max-findings of them."""
    folder = tmp_path / "specs" / "roboflow"
    folder.mkdir(parents=True)
    document = documents.load(ROBOFLOW.read_text(encoding="utf-8"))
    for name in range(9):
        document["components"]["schemas"][f"Unused{name}"] = {"type": "string", "description": "A text."}
    (folder / "openapi.yaml").write_text(documents.dump(json.loads(json.dumps(document))), encoding="utf-8")
    assert main.main([f"--max-findings={limit}"], tmp_path) == 1
    *_, last = lines = capsys.readouterr().err.splitlines()

    assert sum("unused component" in line for line in lines) == min(limit, 9)
    assert last.endswith(f": more than {limit} findings; see --max-findings" if limit < 9 else ": 9 findings")
