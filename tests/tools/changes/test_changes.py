"""Every planted change is rated as what it is, and told with the operation and the method that it concerns."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scripts.tools.changes import compare, facades, page, remainder, wire
from scripts.tools.changes.change import step
from scripts.tools.regenerate import client
from scripts.tools.regenerate.contract import Contract
from scripts.tools.regenerate.contract import load as load_contract

from .mutations import PLANTED, STEPS, Planted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.tools.changes.change import OperationChanges

ROOT = Path(__file__).resolve().parents[3]


Found = dict[str, "Future[list[OperationChanges]]"]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Found]:
    """What is found for each planted change, clients included; changes are compared while clients are being made."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        yield {planted.name: submit(planted, pool, tmp_path_factory.mktemp("planted")) for planted in PLANTED}


def submit(planted: Planted, pool: ThreadPoolExecutor, folder: Path) -> Future[list[OperationChanges]]:
    """Compare a vendor's contract as it is with the changed one."""
    vendor = planted.vendor
    document = json.loads(json.dumps(contract(vendor).document))  # without the anchors that operations share
    planted.plant(document)
    new = Contract(vendor, "new", document)
    client.generate(new, folder / facades.PACKAGE / vendor)
    sides = committed(vendor), facades.load(folder, vendor)
    return pool.submit(compare.compare, vendor, contract(vendor), new, *sides)


@cache
def contract(vendor: str) -> Contract:
    """A vendor's contract."""
    return load_contract(ROOT / "specs" / vendor / "openapi.yaml")


@cache
def committed(vendor: str) -> facades.Client | None:
    """A vendor's client."""
    return facades.load(ROOT / "generated", vendor)


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name)
def test_planted_change_is_rated(planted: Planted, found: Found) -> None:
    """Severity, version step, operation and words are those of the table."""
    changed = found[planted.name].result()

    assert step(changed) == STEPS[planted.severity], page.render(changed, "planted")
    [operation] = [each for each in changed if each.operation == planted.operation]
    assert operation.severity.words == planted.severity
    lines = [change.text for change in operation.changes if change.severity.words == planted.severity]
    assert [line for line in lines if planted.words in line], lines
    assert "nothing rates this" not in page.render(changed, "planted")


def test_page_names_method_before_and_after(found: Found) -> None:
    """A renamed field of an upload: the page has the field, the facade's method with both signatures, and the step."""
    text = page.render(found["upload's part renamed"].result(), "v1", "v2")
    [before] = [line for line in text.splitlines() if line.startswith("- roboflow.classification.infer_file(")]
    [after] = [line for line in text.splitlines() if line.startswith("+ roboflow.classification.infer_file(")]

    assert text.startswith("# Changes from v1 to v2\n\nVersion step: **major**.")
    assert "*, file: File," in before
    assert "*, picture: File," in after


def test_shared_component_is_told_of_each_operation(found: Found) -> None:
    """A field of an answer that two operations give is a change of both."""
    changed = found["answer's field removed"].result()

    assert [each.operation for each in changed] == ["classification_infer", "classification_infer_get"]


def test_what_nothing_rates_is_breaking() -> None:
    """A change of structure that no comparison knows is told, and taken as breaking."""
    document = json.loads(json.dumps(contract("roboflow").document))
    before = wire.operations(contract("roboflow"))
    document["paths"]["/{dataset_id}/{version_id}"]["post"]["unknownKeyword"] = True
    [change] = remainder.compare("roboflow", before, wire.operations(Contract("roboflow", "new", document)), set())

    assert change.severity.words == "breaking"
    assert "unknownKeyword" in change.text


def test_new_vendor_is_additive(tmp_path: Path) -> None:
    """Each operation of a vendor that was not there is added, with its methods; the other way about it is removed."""
    shutil.copytree(ROOT / "specs" / "imagerecognize", tmp_path / "new" / "specs" / "imagerecognize")
    shutil.copytree(
        ROOT / "generated" / facades.PACKAGE / "imagerecognize",
        tmp_path / "new" / "generated" / facades.PACKAGE / "imagerecognize",
    )
    added = compare.trees(tmp_path / "old", tmp_path / "new")
    removed = compare.trees(tmp_path / "new", tmp_path / "old")

    assert (step(added), step(removed)) == ("minor", "major")
    assert {each.event for each in added} == {"added"}
    assert {each.event for each in removed} == {"removed"}
    assert "imagerecognize.recognition.detect_text(" in page.render(added, "v1")
