"""scripts/demo trains and classifies with the clients of all vendors, and its report shows what they returned."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from scripts.tools.demo import main as demo
from scripts.tools.demo.page import page as render

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from scripts.tools.demo.trial import Trial

# Tags without an end tag.
VOID = {"meta", "img"}


class Reader(HTMLParser):
    """Collects the tags of a page, and checks that they nest."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, Mapping[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Collect text."""
        self.text += data

    def all(self, tag: str, class_: str = "") -> list[Mapping[str, str | None]]:
        """Return the attributes of all tags of a name, and of a class if one is given."""
        return [
            found
            for name, found in self.tags
            if name == tag and (not class_ or class_ in (found.get("class") or "").split())
        ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def trials(folder: Path) -> list[Trial]:
    """The trials of a run that succeeded."""
    kept: list[Trial] = []
    with pytest.MonkeyPatch.context() as patch:

        def keep(trials: Sequence[Trial], failures: Sequence[str]) -> str:
            kept.extend(trials)
            return render(trials, failures)

        patch.setattr(demo, "page", keep)
        assert demo.main(folder) == 0
    return kept


@pytest.fixture(scope="module")
def page(folder: Path, trials: list[Trial]) -> str:
    """The report of the run."""
    assert trials
    return (folder / "digits.html").read_text(encoding="utf-8")


def test_every_client_classifies(trials: list[Trial]) -> None:
    """A run classifies 400 images with each client, in as few requests as the vendor's API allows."""
    rows = [(trial.client, trial.trained, len(trial.predictions), trial.requests) for trial in trials]
    assert rows == [
        ("ImageRecognize", 1397, 400, 400),
        ("Nanonets", 1397, 400, 20),
        ("Roboflow", 1397, 400, 400),
        ("AsyncRoboflow", 1397, 400, 400),
        ("Ximilar", 1397, 400, 40),
    ]


def test_accuracy_is_that_of_the_predictions(trials: list[Trial]) -> None:
    """Counted anew by the folders' names, the accuracy is the reported one, and at least 95 %."""
    for trial in trials:
        correct = [each.sample.path.parent.name == each.label for each in trial.predictions]
        assert trial.accuracy == sum(correct) / len(correct) >= 0.95


def test_classified_images_were_not_trained_on(folder: Path, trials: list[Trial]) -> None:
    """No image is both among those to train with and among those to classify."""
    known, unseen = ({path.read_bytes() for path in folder.glob(f"digits/{part}/*/*")} for part in ("known", "unseen"))
    assert (len(known), len(unseen), known & unseen) == (1397, 400, set())
    for trial in trials:
        assert {each.sample.path.read_bytes() for each in trial.predictions} == unseen


def test_page_is_self_contained(page: str) -> None:
    """The page nests, loads and runs nothing, links only into itself, and is smaller than 1 MB."""
    read = Reader(page)
    targets = {found["id"] for _, found in read.tags if "id" in found}
    links = [found["href"] for found in read.all("a")]
    assert read.open == []
    assert [found for tag, found in read.tags if tag in {"script", "link", "iframe", "object"}] == []
    assert all((image["src"] or "").startswith("data:image/") for image in read.all("img"))
    assert links == [f"#{name}" for name in ("imagerecognize", "nanonets", "roboflow", "roboflow", "ximilar")]
    assert {f"#{target}" for target in targets} == set(links)
    assert ("url(" in page, "@import" in page, len(page) < 1_000_000) == (False, False, True)


def test_page_is_accessible(page: str) -> None:
    """Every image has a text, every table a caption, and regions that scroll have a name and the keyboard's focus."""
    read = Reader(page)
    assert all(image["alt"] for image in read.all("img"))
    assert len(read.all("caption")) == len(read.all("table"))
    assert all(found["tabindex"] == "0" and found["aria-label"] for found in read.all("div", "scroll"))
    assert [found["lang"] for found in read.all("html")] == ["en"]


def test_page_shows_the_predictions(page: str, trials: list[Trial]) -> None:
    """Each vendor has a section with a confusion matrix, and a card for each incorrect prediction."""
    read = Reader(page)
    shown = [trial for trial in trials if trial.client == trial.vendor]
    wrong = sum(min(40, sum(not each.correct for each in trial.predictions)) for trial in shown)
    assert (len(read.all("section")), len(read.all("table", "matrix"))) == (4, 4)
    assert (len(read.all("li", "wrong")), len(read.all("li", "right"))) == (wrong, 40 * 4)
    assert all(f"{trial.accuracy:.1%}" in read.text for trial in trials)
