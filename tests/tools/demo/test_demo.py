"""scripts/demo teaches and asks all vendors, and tells the truth about it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from scripts.tools.demo import main as demonstration
from scripts.tools.demo.table import table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from rich.table import Table

    from scripts.tools.demo.trial import Trial

# They have no end tag.
VOID = {"meta", "img", "br"}


class Reader(HTMLParser):
    """Notes the tags of a page, and whether they nest."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, Mapping[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Take a tag off that was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data

    def all(self, tag: str, class_: str = "") -> list[Mapping[str, str | None]]:
        """The attributes of a kind of tags, or of those with a class."""
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
    """What a whole run came to, which ended well."""
    kept: list[Trial] = []
    with pytest.MonkeyPatch.context() as patch:

        def keeping(trials: list[Trial]) -> Table:
            kept.extend(trials)
            return table(trials)

        patch.setattr(demonstration, "table", keeping)
        assert demonstration.main(folder) == 0
    return kept


@pytest.fixture(scope="module")
def page(folder: Path, trials: list[Trial]) -> str:
    """The page of the whole run."""
    assert trials
    return (folder / "digits.html").read_text(encoding="utf-8")


def test_every_vendor_is_taught_and_asked(trials: list[Trial]) -> None:
    """A run puts its questions to the clients of all four vendors, about pictures that were not learnt."""
    rows = [(trial.vendor, trial.question, trial.taught, len(trial.outcomes), len(trial.calls)) for trial in trials]
    assert rows == [
        ("Roboflow", "which digit?", 1397, 400, 400),
        ("Roboflow", "the same, 8 at a time", 1397, 400, 400),
        ("Ximilar", "which digit?", 1397, 400, 40),
        ("Ximilar", "what number?", 1397, 400, 40),
        ("Ximilar", "which two digits?", 2500, 300, 30),
        ("Nanonets", "which digit?", 1397, 400, 20),
        ("Nanonets", "what is on a receipt?", 24, 24, rows[6][4]),
        ("ImageRecognize", "which digits, and where?", 144, 96, 96),
    ]
    assert all(call.status == 200 for trial in trials for call in trial.calls)


def test_scores_are_those_of_the_outcomes(trials: list[Trial]) -> None:
    """Counted anew from what was found, the shares are those that the table shows, and none is below its bar."""
    for trial in trials:
        if trial.classes:
            right = [[mark.name for mark in each.found] == each.sample.names for each in trial.outcomes]
            assert [score.value for score in trial.scores] == [sum(right) / len(right)]
            assert sum(right) / len(right) >= 0.95
    assert [trial.vendor for trial in trials if trial.classes] == ["Roboflow", "Roboflow", "Ximilar", "Nanonets"]
    numbers, pairs, receipts, sheets = (trials[place] for place in (3, 4, 6, 7))
    errors = [abs(float(each.found[0].name) - float(each.sample.names[0])) for each in numbers.outcomes]
    assert sum(errors) / len(errors) == pytest.approx(numbers.scores[0].value, abs=0.05)  # shown with one decimal
    for trial, score in ((pairs, pairs.scores[1]), (receipts, receipts.scores[0]), (sheets, sheets.scores[0])):
        equal = [sorted(mark.name for mark in each.found) == sorted(each.sample.names) for each in trial.outcomes]
        assert sum(equal) / len(equal) == score.value
    assert numbers.scores[0].met
    assert [score.at_least for score in (*pairs.scores, *sheets.scores)] == [0.97, 0.75, 0.95, 0.5]


def test_pictures_that_are_asked_about_were_not_learnt(folder: Path, trials: list[Trial]) -> None:
    """No picture is both among those to learn and among those to ask about."""
    known, unseen = ({path.read_bytes() for path in folder.glob(f"digits/{part}/*/*")} for part in ("known", "unseen"))
    assert (len(known), len(unseen), known & unseen) == (1397, 400, set())
    asked = {outcome.sample.content for trial in trials if trial.classes for outcome in trial.outcomes}
    assert asked == unseen


def test_page_is_complete_in_itself(page: str) -> None:
    """The page nests, loads nothing, runs nothing, leads nowhere but into itself, and is no larger than 3 MB."""
    read = Reader(page)
    targets = {found["id"] for _, found in read.tags if "id" in found}
    links = [found["href"] for found in read.all("a")]
    assert read.open == []
    assert [found for tag, found in read.tags if tag in {"script", "link", "iframe", "object"}] == []
    assert all((image["src"] or "").startswith("data:image/") for image in read.all("img"))
    assert links == [f"#{name}" for name in ("roboflow", "ximilar", "nanonets", "imagerecognize")]
    assert {f"#{target}" for target in targets} == set(links)
    assert ("url(" in page, "@import" in page, len(page) < 3_000_000) == (False, False, True)


def test_page_can_be_read_without_seeing_it(page: str) -> None:
    """Every picture says what is in it, every table what it holds, and what scrolls is reached by the keyboard."""
    read = Reader(page)
    assert all(image["alt"] for image in read.all("img"))
    assert len(read.all("caption")) == len(read.all("table"))
    assert all(found["tabindex"] == "0" and found["aria-label"] for found in read.all("div", "scroll"))
    assert [found["lang"] for found in read.all("html")] == ["en"]


def test_page_shows_what_came_of_it(page: str, trials: list[Trial]) -> None:
    """There is a section for each vendor, a card for each wrong answer, and boxes for what was found where."""
    read = Reader(page)
    shown = [trial for trial in trials if trial.shown]
    wrong = sum(min(40, sum(not each.right for each in trial.outcomes)) for trial in shown)
    right = sum(min(40, sum(each.right for each in trial.outcomes)) for trial in shown)
    assert (len(read.all("section")), len(read.all("li", "wrong")), len(read.all("li", "right"))) == (4, wrong, right)
    assert len(read.all("table", "matrix")) == sum(bool(trial.classes) for trial in shown) == 3
    assert all(score.text in read.text for trial in trials for score in trial.scores)
    least = sorted((each for each in trials[7].outcomes if each.right), key=lambda each: -each.interest)[:40]
    receipts = trials[6].outcomes
    assert len(read.all("i", "answer")) == sum(len(each.found) for each in [*least, *receipts])
