"""scripts/demo trains emulators of all vendors and compares them on other images; its table and page are right."""

from __future__ import annotations

import io
from contextlib import closing, redirect_stdout
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from scripts.tools.demo import main as demo
from tests.helpers.browsers import chromium, offline_pages
from visionapis_bulk.exports import ExportedItem, read_items
from visionapis_bulk.queries import read_job, read_spending
from visionapis_bulk.schema import connect

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def printed(folder: Path) -> str:
    """The output of a run that succeeded."""
    output = io.StringIO()
    with redirect_stdout(output):
        assert demo.main(folder) == 0
    return output.getvalue()


@pytest.fixture(scope="module")
def calls(folder: Path, printed: str) -> Mapping[str, int]:
    """The number of calls per vendor."""
    assert printed
    found: dict[str, int] = {}
    for path in folder.glob("digits.jobs/*.job"):
        with closing(connect(path, write=False)) as connection:
            found[read_job(connection)["account"]["vendor"]], _ = read_spending(connection)
    return found


@pytest.fixture(scope="module")
def results(folder: Path, printed: str) -> Mapping[str, Sequence[ExportedItem]]:
    """The results in the ledgers, by target."""
    assert printed
    found: dict[str, Sequence[ExportedItem]] = {}
    for path in folder.glob("digits.jobs/*.job"):
        with closing(connect(path, write=False)) as connection:
            found[read_job(connection)["notes"]["target"]] = list(read_items(connection))
    return found


def accuracy(items: Sequence[ExportedItem]) -> float:
    """Return the share of images whose folder is named like their best label."""
    right = [item for item in items if item.labels and item.labels[0]["name"] == item.name.split("/")[0]]
    return len(right) / len(items)


def test_every_vendor_labels_all_images(
    calls: Mapping[str, int], results: Mapping[str, Sequence[ExportedItem]]
) -> None:
    """A run labels 400 images with each vendor's API, several per call where the API takes several."""
    assert [[item.state for item in items] for items in results.values()] == [["done"] * 400] * 4
    assert (calls["imagerecognize"], calls["roboflow"]) == (400, 400)
    assert 400 / 20 <= calls["nanonets"] < 200
    assert 400 / 10 <= calls["ximilar"] < 200


def test_accuracy_is_that_of_the_results(printed: str, results: Mapping[str, Sequence[ExportedItem]]) -> None:
    """Counted anew by the folders' names, the accuracy is the one in the table, and at least 95 %."""
    rows = {line.split()[0]: line.split()[1] for line in printed.splitlines() if line.startswith(tuple(results))}
    for target, items in results.items():
        assert accuracy(items) >= 0.95
        assert f"\n{target}  " in printed
        assert rows[target] in {f"{accuracy(items):.1%}", "and"}  # a line about a pair begins with a target, too


def test_labelled_images_were_not_trained_on(folder: Path, results: Mapping[str, Sequence[ExportedItem]]) -> None:
    """No image is both among those to train with and among those to label."""
    known, unseen = ({path.read_bytes() for path in folder.glob(f"digits/{part}/*/*")} for part in ("known", "unseen"))
    assert (len(known), len(unseen), known & unseen) == (1397, 400, set())
    for items in results.values():
        assert {(folder / "digits" / "unseen" / item.image).read_bytes() for item in items} == unseen


def test_page_compares_the_vendors(folder: Path, results: Mapping[str, Sequence[ExportedItem]]) -> None:
    """The page has a row per vendor, best first, and is readable offline."""
    best = sorted((f"{accuracy(items):.1%}" for items in results.values()), reverse=True)
    with chromium() as browser, offline_pages(browser) as open_file:
        page = open_file(folder / "digits.html", script=False)
        expect(page.locator("h1")).to_have_text("No target is clearly the best")
        expect(page.locator(".targets .accuracy")).to_have_text(best)
        expect(page.locator(".confusion")).to_have_count(4)
        expect(page.locator(".thumbnail img").first).to_be_visible()
