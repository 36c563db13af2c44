"""A proposal is accepted into the contract that it is about, with its evidence, or refused as a whole."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from scripts.tools.regenerate import evidence, overlays
from scripts.tools.regenerate.acceptance import accept
from scripts.tools.regenerate.contract import ContractError, load
from scripts.tools.regenerate.project import Project
from tests.drift.proposing import changed, proposed
from tests.helpers.checkouts import files, regenerate
from tests.helpers.contracts import ROOT
from tests.helpers.vendors import VENDORS
from visionapis_testing.contracts.contract import load_document
from visionapis_testing.drift.overlays import apply

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Json = dict[str, Any]

SEEN = {"kind": "observed", "count": 12, "of": 40, "first": "2026-11-21T08:00:00Z", "last": "2026-11-24T08:00:00Z"}


def project(folder: Path, *vendors: str) -> Project:
    """Return a project with the contracts of some vendors."""
    for vendor in vendors or ("imagerecognize", "nanonets"):
        shutil.copytree(ROOT / "specs" / vendor, folder / "specs" / vendor)
    (folder / "new").mkdir()
    return Project(folder)


def write(folder: Path, overlay: object) -> Path:
    """Write an overlay."""
    path = folder / "overlay.yaml"
    path.write_text(yaml.safe_dump(json.loads(json.dumps(overlay))), encoding="utf-8")
    return path


def proposal(vendor: str = "imagerecognize", **changes: Any) -> Json:
    """Return a proposal with one action, which adds a field."""
    name = "BoundingBox" if vendor != "roboflow" else "Message"
    place = f"$['components']['schemas']['{name}']['properties']"
    action = {"target": place, "update": {"extra": {"description": "Extra.", "type": "string"}}, "x-evidence": SEEN}
    version = str(load_document(vendor)["info"]["version"])
    info = {"title": "x", "version": "1", "x-vendor": vendor, "x-contract-version": version}
    return {"overlay": "1.1.0", "info": info, "actions": [action], **changes}


@pytest.mark.parametrize("change", ["required field renamed", "null", "field added", "other type"])
@pytest.mark.parametrize("vendor", VENDORS)
def test_contract_has_the_proposal_and_its_evidence(vendor: str, change: str, tmp_path: Path) -> None:
    """The accepted contract is the old one with the overlay, evidence at each place and the next version."""
    drawn = (proposed(vendor, changed(vendor, change, seed)).overlay for seed in range(3, 9))
    overlay = next(each for each in drawn if each["actions"])  # some changes are about what tells branches apart
    root = project(tmp_path, vendor)
    assert accept(root, write(tmp_path, overlay), tmp_path / "new") == vendor

    folder = tmp_path / "new" / vendor
    is_derived = (folder / "overlays").exists()
    new = overlays.build(folder) if is_derived else load(folder / "openapi.yaml").document
    expected = apply(load_document(vendor), overlay)
    assert without_traffic(new) == without_traffic(expected)
    assert new["info"]["version"] == "2026.11.1"
    entries = [entry for _, _, entry in evidence._entries(new) if entry["source"].startswith(evidence.TRAFFIC)]
    assert entries
    assert all(map(evidence.is_evidence, entries))


def without_traffic(node: Any) -> Any:
    """Return a contract without what an acceptance adds to an overlay, and without what bundling adds."""
    if isinstance(node, list):
        return [without_traffic(each) for each in node if not _is_traffic(each)]
    if not isinstance(node, dict):
        return node
    kept = {name: without_traffic(each) for name, each in node.items() if name not in ("x-generated", "x-source")}
    if not kept.get("x-evidence", True):
        del kept["x-evidence"]
    return {name: "" if name == "version" and "title" in node else each for name, each in kept.items()}


def _is_traffic(node: object) -> bool:
    return isinstance(node, dict) and str(node.get("source")).startswith(evidence.TRAFFIC)


def test_page_of_evidence_lists_traffic(tmp_path: Path) -> None:
    """EVIDENCE.md has what was observed, by place, and no longer says that nothing was measured."""
    root = project(tmp_path, "imagerecognize")
    before = evidence.render([load(tmp_path / "specs" / "imagerecognize" / "openapi.yaml")])
    accept(root, write(tmp_path, proposal()), tmp_path / "new")
    after = evidence.render([load(tmp_path / "new" / "imagerecognize" / "openapi.yaml")])

    assert "Observed in traffic" not in before
    assert "Nothing here was measured on a vendor's live service." in before
    line = "- `/components/schemas/BoundingBox/properties/extra`: 12 of 40 responses, 2026-11-21 to 2026-11-24"
    assert f"### Observed in traffic of imagerecognize\n\n{line}\n" in after
    assert "Apart from what traffic showed, nothing here was measured" in after


def test_second_proposal_of_a_derived_contract(tmp_path: Path) -> None:
    """Proposals for a contract made of overlays are collected in one file, the last one."""
    root = project(tmp_path, "nanonets")
    accept(root, write(tmp_path, proposal("nanonets")), tmp_path / "new")
    shutil.rmtree(tmp_path / "specs")
    (tmp_path / "new").rename(tmp_path / "specs")
    (tmp_path / "new").mkdir()
    text = json.dumps(proposal("nanonets")).replace("extra", "more")
    accept(root, write(tmp_path, json.loads(text)), tmp_path / "new")

    names = [path.name for path in sorted((tmp_path / "new" / "nanonets" / "overlays").iterdir())]
    assert names == ["1-corrections.yaml", "2-additions.yaml", "3-descriptions.yaml", "4-observed.yaml"]
    new = overlays.build(tmp_path / "new" / "nanonets")
    assert {"extra", "more"} <= new["components"]["schemas"]["BoundingBox"]["properties"].keys()
    assert new["info"]["version"] == "2026.11.2"


def test_text_of_the_contract_stays(tmp_path: Path) -> None:
    """Anchors, flow lists and everything else in the file stay; only lines of the change differ."""
    root = project(tmp_path, "imagerecognize")
    accept(root, write(tmp_path, proposal()), tmp_path / "new")
    old, new = (
        (tmp_path / each / "imagerecognize" / "openapi.yaml").read_text(encoding="utf-8").splitlines()
        for each in ("specs", "new")
    )

    assert [line for line in old if line not in new] == ["  version: 2026.11.0"]
    assert len(new) == len(old) + 6


def of_another_version(overlay: Json) -> None:
    """Make a proposal one for another version, in which the place has another name."""
    overlay["info"]["x-contract-version"] = "2025.1"
    overlay["actions"][0]["target"] = "$['components']['schemas']['Box']['properties']"


def accepted(overlay: Json) -> None:
    """Make a proposal one that the contract has already."""
    overlay["actions"][0]["update"] = {"x": {"type": "number"}}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (of_another_version, "matches nothing; it was made for version 2025.1 of the contract, which is now 2026.11.0"),
        (accepted, "is it accepted already?"),
        (lambda overlay: overlay["info"].update({"x-vendor": "acme"}), "info.x-vendor is acme, and specs/ has image"),
        (lambda overlay: overlay["info"].update({"x-vendor": "../specs"}), "info.x-vendor is ../specs, and specs/ has"),
        (lambda overlay: overlay.update(overlay="1.0.0"), "not a proposal of `visionapis drift --propose`: overlay"),
        (lambda overlay: overlay["actions"].clear(), "not a proposal of `visionapis drift --propose`: actions"),
    ],
)
def test_proposal_that_does_not_fit(change: Callable[[Json], object], words: str, tmp_path: Path) -> None:
    """A proposal for another version or vendor, one that is accepted already, or another overlay is told by name."""
    overlay = proposal()
    change(overlay)
    path = write(tmp_path, overlay)

    with pytest.raises(ContractError) as caught:
        accept(project(tmp_path), path, tmp_path / "new")

    assert str(caught.value).startswith(f"{path}: ")
    assert words in str(caught.value)
    assert list((tmp_path / "new").iterdir()) == []


def test_older_version_whose_places_are_the_same(tmp_path: Path) -> None:
    """A proposal for another version of the contract is accepted if each of its actions has an effect."""
    overlay = proposal()
    overlay["info"]["x-contract-version"] = "2025.1"

    assert accept(project(tmp_path), write(tmp_path, overlay), tmp_path / "new") == "imagerecognize"


@pytest.mark.parametrize(
    ("text", "words"),
    [(None, "cannot read"), ("overlay: [", "not YAML"), ("text", "not a proposal"), ("", "not a proposal")],
)
def test_file_that_is_no_overlay(text: str | None, words: str, tmp_path: Path) -> None:
    """A file that is missing or has no overlay is told by name."""
    path = tmp_path / "none.yaml"
    if text is not None:
        path.write_text(text, encoding="utf-8")

    with pytest.raises(ContractError, match=words):
        accept(project(tmp_path), path, tmp_path / "new")


def test_refused_proposal_changes_nothing(tmp_path: Path) -> None:
    """A proposal that does not fit, or whose contract breaks a rule, ends the command with 1 and leaves all files."""
    project(tmp_path, "ximilar")
    before = files(tmp_path, "specs")
    place = "$['components']['schemas']['Label']['properties']['id']"  # the pages of lists rely on it
    null: list[Json] = [
        {"target": f"{place}['type']", "remove": True, "x-evidence": SEEN},
        {"target": place, "update": {"type": ["string", "null"]}, "x-evidence": SEEN},
    ]
    info = {**proposal()["info"], "x-vendor": "ximilar"}
    cases: list[tuple[list[Json], str]] = [(null, "x-pagination: id: "), (proposal()["actions"], "matches nothing")]
    for actions, words in cases:
        for options in ([], ["--check"]):
            overlay = proposal(info=info, actions=actions)
            result = regenerate(tmp_path, "--with", str(write(tmp_path, overlay)), *options)
            assert (result.returncode, result.stdout) == (1, "")
            assert words in result.stderr

    assert files(tmp_path, "specs") == before
    assert not (tmp_path / "generated").exists()
