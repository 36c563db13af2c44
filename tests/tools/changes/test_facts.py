"""A fact that concerns many operations is one section, and a caller decides on the version step."""

from __future__ import annotations

import copy
import json
import re
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from scripts.tools.changes import clients, compare, page
from scripts.tools.regenerate import client
from scripts.tools.regenerate.contract import Contract
from scripts.tools.regenerate.project import Project
from scripts.tools.regenerate.vendors import Facts
from tests.helpers.contracts import ROOT
from tests.helpers.vendors import contract

from .facts import FACTS, Fact, Json, all_operations
from .test_changes import committed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Pages = dict[str, "Future[str]"]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """The page of each fact; contracts are compared while the next client is generated."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        made: Pages = {}
        for fact in FACTS:
            new = changed(fact)
            folder = tmp_path_factory.mktemp("fact")
            client.generate(new, Facts.of(new, Project(ROOT)), folder / clients.PACKAGE / fact.vendor)
            made[fact.name] = pool.submit(render, new, clients.load(folder, fact.vendor))
        yield made


def changed(fact: Fact) -> Contract:
    """Return a contract to which a fact was applied."""
    document = plain(fact.vendor)
    fact.apply(document)
    return Contract(fact.vendor, "new", document)


def plain(vendor: str) -> Json:
    """Return a contract without the anchors that operations share."""
    document: Json = json.loads(json.dumps(contract(vendor).document))
    return document


def render(new: Contract, generated: clients.Client) -> str:
    """Return the page of changes from the committed contract and client."""
    handwritten = f"overlay/visionapis/{new.vendor}/client.py"
    sides = contract(new.vendor), new, committed(new.vendor), generated
    return page.render(compare.compare(new.vendor, *sides, handwritten=handwritten), "v1", "v2")


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_fact_is_one_section(fact: Fact, pages: Pages) -> None:
    """Sections, severities, version step and some words are those of the table, and the page is short."""
    text = pages[fact.name].result()
    headings = dict(re.findall(r"(?m)^### (.*): \w+, ([\w ]+)$", text))

    assert headings == fact.sections, text
    assert f"Version step: **{fact.step}**" in text
    assert [words for words in fact.words if words not in text] == [], text
    assert len(text.splitlines()) < 50


def test_reverse_of_split_is_merge(pages: Pages, tmp_path: Path) -> None:
    """Two operations that became one, for the same methods, are one section."""
    [fact] = [each for each in FACTS if each.name == "operation split"]
    new = changed(fact)
    client.generate(new, Facts.of(new, Project(ROOT)), tmp_path / clients.PACKAGE / "roboflow")
    sides = new, contract("roboflow"), clients.load(tmp_path, "roboflow"), committed("roboflow")
    text = page.render(compare.compare("roboflow", *sides), "v1", "v2")

    assert re.findall(r"(?m)^### (.*)$", text) == [
        "operations `classification_infer`, `classification_infer_upload`: merged, internal"
    ]
    assert "Version step: **patch**" in text


def test_required_key_is_breaking() -> None:
    """A key that was optional and became required is breaking: the request without one was accepted."""
    document = copy.deepcopy(plain("ximilar"))
    for each in all_operations(document):
        each["security"] = [*each["security"], {}]
    sides = Contract("ximilar", "old", document), contract("ximilar"), committed("ximilar"), committed("ximilar")
    [section] = compare.compare("ximilar", *sides)

    assert (section.fact, section.severity.label) == ("authentication", "breaking")
    assert [change.text for change in section.changes] == ["no longer accepted: no key (28 operations)"]
