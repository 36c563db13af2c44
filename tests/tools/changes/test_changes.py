"""Every mutation of a contract is rated, and reported with its operation and its methods."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scripts.tools.changes import clients, compare, contracts, page
from scripts.tools.changes.change import Change, OperationChanges, Severity
from scripts.tools.regenerate import client
from scripts.tools.regenerate.contract import Contract
from scripts.tools.regenerate.project import Project
from scripts.tools.regenerate.vendors import Facts
from tests.helpers.vendors import contract

from .mutations import MUTATIONS, STEPS, Mutation

if TYPE_CHECKING:
    from collections.abc import Iterator


ROOT = Path(__file__).resolve().parents[3]


Found = dict[str, "Future[list[OperationChanges]]"]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Found]:
    """The changes found for each mutation; they are compared while the next client is generated."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        yield {each.name: submit(each, pool, tmp_path_factory.mktemp("mutation")) for each in MUTATIONS}


def submit(mutation: Mutation, pool: ThreadPoolExecutor, folder: Path) -> Future[list[OperationChanges]]:
    """Compare a contract and its client with those of a mutation."""
    vendor = mutation.vendor
    document = json.loads(json.dumps(contract(vendor).document))  # without the anchors that operations share
    mutation.apply(document)
    new = Contract(vendor, "new", document)
    client.generate(new, Facts.of(new, Project(ROOT)), folder / clients.PACKAGE / vendor)
    sides = committed(vendor), clients.load(folder, vendor)
    return pool.submit(compare.compare, vendor, contract(vendor), new, *sides)


@cache
def committed(vendor: str) -> clients.Client:
    """Return a vendor's committed client."""
    return clients.load(ROOT / "generated", vendor)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_mutation_is_rated(mutation: Mutation, found: Found) -> None:
    """Severity, version step, operation and a line are those of the table."""
    changed = found[mutation.name].result()

    assert page.step(changed) == STEPS[mutation.severity], page.render(changed, "v1")
    sections = [each for each in changed if mutation.operation in (each.operation, *each.concerns)]
    assert max(each.severity for each in sections).label == mutation.severity
    changes = [change for each in sections for change in each.changes]
    lines = [change.text for change in changes if change.severity.label == mutation.severity]
    assert [line for line in lines if mutation.words in line], lines


def test_page_names_method_before_and_after(found: Found) -> None:
    """The page of a renamed upload field has the method with both signatures, and the version step."""
    text = page.render(found["upload: part renamed"].result(), "v1", "v2")
    [before] = [line for line in text.splitlines() if line.startswith("- roboflow.classification.infer_file(")]
    [after] = [line for line in text.splitlines() if line.startswith("+ roboflow.classification.infer_file(")]

    assert text.startswith("# Changes from v1 to v2\n\nVersion step: **major**.")
    assert "*, file: File," in before
    assert "*, upload: File," in after


def test_page_shortens_changes_of_docs() -> None:
    """Of an operation's changes of docs, which sort last, three are shown and the others counted."""
    changes = [Change(Severity.BREAKING, "gone"), *(Change(Severity.DOCS, f"word {number}") for number in range(5))]
    sections = [OperationChanges("vendor", "tag_method", "changed", each) for each in (changes, changes[:4])]
    many, few = (page.render([section], "v1") for section in sections)

    assert "- breaking: gone\n- docs only: word 0\n" in many
    assert "- docs only: word 2\n- docs only: 2 more\n\n" in many
    assert "- docs only: word 2\n\n" in few


def test_shared_component_is_one_section(found: Found) -> None:
    """A removed response field is one section, of its schema, with its model and the operations that return it."""
    [section] = found["response field removed"].result()

    assert section.fact == "schema `SingleLabelClassification`"
    assert section.concerns == ["classification_infer", "classification_infer_get", "classification_infer_json"]
    assert [change.text for change in section.changes] == [
        "`responses / time`: Property `time` was removed",
        "`SingleLabelClassification.time` removed",
    ]


def test_models_are_compared_by_field_and_type(found: Found) -> None:
    """A model's field that may have another type is breaking, a narrower one is not; a removed model is one line."""
    wider, narrower = (found[f"response field {name}"].result() for name in ("of another type", "became required"))
    old = committed("roboflow")
    left = {name: each for name, each in old.fields.items() if not name.startswith("LabelPrediction.")}
    removed = set(clients.compare("roboflow", old, clients.Client(old.methods, left)))

    assert [change.text for change in wider[0].changes][1:] == [
        "`SingleLabelClassification.time`: `float | None` -> `str | None`"
    ]
    assert [len(each.changes) for each in narrower] == [1]
    assert removed == {("", Change(Severity.BREAKING, "`LabelPrediction` removed"))}


@pytest.mark.parametrize("place", [(), ("responses", "200"), ("responses", "200", "content", "image/jpeg", "schema")])
def test_unknown_keyword_is_breaking(place: tuple[str, ...]) -> None:
    """A change of a keyword that is not known is reported as breaking, also beside a change that is rated."""
    old = json.loads(json.dumps(contract("roboflow").document))
    document = json.loads(json.dumps(old))
    operation = document["paths"]["/{dataset_id}/{version_id}"]["post"]
    operation["x-effect"] = []
    node = operation
    for name in place:
        node = node[name]
    node["unknownKeyword"] = True
    sides = [Contract("roboflow", "", each) for each in (old, document)]
    before, after = map(contracts.operations, sides)
    changes = [change for _, change, *_ in contracts.compare(sides[0], sides[1], before, after)]

    assert [change.severity.label for change in changes if "unknownKeyword" in change.text] == ["breaking"]
    assert len(changes) == 2


def test_new_vendor_is_additive(tmp_path: Path) -> None:
    """Each operation of a new vendor is added, with its methods; in the other direction, each is removed."""
    for folder in ("specs", f"generated/{clients.PACKAGE}"):
        shutil.copytree(ROOT / folder / "imagerecognize", tmp_path / "new" / folder / "imagerecognize")
    added = compare.trees(tmp_path / "old", tmp_path / "new")
    removed = compare.trees(tmp_path / "new", tmp_path / "old")

    assert (page.step(added), page.step(removed)) == ("minor", "major")
    assert {each.event for each in added} == {"added"}
    assert {each.event for each in removed} == {"removed"}
    assert "\n+ imagerecognize.recognition.detect_text(" in page.render(added, "v1")
    assert "\n- imagerecognize.recognition.detect_text(" in page.render(removed, "v1")
