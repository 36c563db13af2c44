"""Every planted change is rated as what it is, and told with the operation and the method that it concerns."""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from changes.planted import PLANTED, STEPS, Planted
from codegen import client
from codegen.contract import Contract
from codegen.contract import load as load_contract
from comparison import compare, facades, page
from comparison.change import step

if TYPE_CHECKING:
    from comparison.change import OperationChanges

ROOT = Path(__file__).resolve().parents[2]


def changes(planted: Planted, folder: Path) -> list[OperationChanges]:
    """What is found between a vendor's contract as it is and with the change, clients included."""
    document = json.loads(json.dumps(contract(planted.vendor).document))  # without the anchors that operations share
    old = Contract(planted.vendor, "old", copy.deepcopy(document))
    planted.plant(document)
    new = Contract(planted.vendor, "new", document)
    client.generate(new, folder / facades.PACKAGE / planted.vendor)
    return compare.compare(planted.vendor, old, new, committed(planted.vendor), facades.load(folder, planted.vendor))


@cache
def contract(vendor: str) -> Contract:
    """A vendor's contract."""
    return load_contract(ROOT / "specs" / vendor / "openapi.yaml")


@cache
def committed(vendor: str) -> facades.Client | None:
    """A vendor's client."""
    return facades.load(ROOT / "generated", vendor)


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name)
def test_planted_change_is_rated(planted: Planted, tmp_path: Path) -> None:
    """Severity, version step, operation and words are those of the table."""
    found = changes(planted, tmp_path)

    assert step(found) == STEPS[planted.severity], page.render(found, "planted")
    [operation] = [each for each in found if each.operation == planted.operation]
    assert operation.severity.words == planted.severity
    lines = [change.text for change in operation.changes if change.severity.words == planted.severity]
    assert [line for line in lines if planted.words in line], lines
    assert "nothing rates this" not in page.render(found, "planted")
