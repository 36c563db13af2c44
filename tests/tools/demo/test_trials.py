"""The demo's figures, report and exit status are right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageOps

from scripts.tools.demo import digits
from scripts.tools.demo import main as demo
from scripts.tools.demo.digits import LABELS, Digits, Sample
from scripts.tools.demo.page import page
from scripts.tools.demo.trial import Prediction, Trial, predict
from visionapis import Classification, Label, ResponseDecodeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rich.progress import Progress

    from scripts.tools.demo.vendors import Vendor

ERROR = ResponseDecodeError("no entry for this image")


@pytest.fixture
def samples(tmp_path: Path) -> list[Sample]:
    """An image of each digit."""
    path = tmp_path / "grey.png"
    Image.new("L", (80, 80), 200).save(path)
    return [Sample(path, label) for label in LABELS]


def trial(predictions: Sequence[Prediction]) -> Trial:
    """Return a trial with some predictions."""
    return Trial("AsyncVendor", "How.", 1397, 2, 0.5, predictions)


def correct(samples: Sequence[Sample]) -> list[Prediction]:
    """Return correct predictions."""
    return [Prediction(sample, sample.label, 1.0) for sample in samples]


def test_prediction_of_a_result(samples: list[Sample]) -> None:
    """The best label decides; no label and a failed call are incorrect, and another exception is raised."""
    seven, one = Label("7", 0.8), Label("1", 0.2)
    results: list[Classification[Any] | BaseException] = [
        Classification((seven, one), None, None),
        Classification((replace(one, confidence=0.9),), None, None),
        Classification((), None, None),
        ERROR,
    ]
    found = [predict(samples[7], result) for result in results]
    assert [(each.correct, each.label, each.confidence, each.error) for each in found] == [
        (True, "7", 0.8, None),
        (False, "1", 0.9, None),
        (False, "", 0.0, None),
        (False, "", 0.0, ERROR),
    ]
    assert trial(found).accuracy == 0.25
    with pytest.raises(ZeroDivisionError):
        predict(samples[7], ZeroDivisionError())


def test_accuracy_at_the_target_passes(samples: list[Sample]) -> None:
    """19 of 20 correct predictions pass, 18 do not."""
    found = correct(samples * 2)
    wrong = replace(found[0], label="x")
    assert trial([*found[:19], wrong]).passed
    assert not trial([*found[:18], wrong, wrong]).passed


def test_cells_of_a_row(samples: list[Sample]) -> None:
    """The time per image is that of the trial, divided by its images."""
    assert trial(correct(samples)).cells == ("1,397", "10", "2", "50.0 ms")


def test_page_escapes_labels_and_errors(samples: list[Sample]) -> None:
    """Labels and errors that look like HTML are text."""
    html = page([trial([Prediction(samples[0], '<script>"', 1.0)])], ["<em>&"])
    assert ("<script>" in html, "<em>" in html) == (False, False)
    assert ("&lt;script&gt;" in html, "&lt;em&gt;&amp;" in html) == (True, True)


def test_page_of_a_failed_trial(samples: list[Sample]) -> None:
    """A trial that misses its target is marked in words and signs, not by colour alone."""
    html = page([trial([predict(samples[0], ERROR)])], [])
    assert ("<title>Digits: 0 of 1 clients passed</title>" in html, "✗ 0.0%" in html) == (True, True)
    assert ("✓" in html, '<th scope="col">none</th>' in html, "<b>failed</b>" in html) == (False, True, True)


def test_interrupted_writing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of digits appears when it is complete; the next run writes it."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ImageOps, "scale", interrupt)
        with pytest.raises(KeyboardInterrupt):
            digits.digits(tmp_path / "digits")
    assert list(tmp_path.iterdir()) == []
    found = digits.digits(tmp_path / "digits")
    assert (len(found.known), len(found.unseen)) == (1397, 400)


def _good(digits: Digits, _progress: Progress) -> Iterator[Trial]:
    yield trial(correct(digits.unseen))


def _wrong(digits: Digits, _progress: Progress) -> Iterator[Trial]:
    yield trial([replace(each, label="no digit") for each in correct(digits.unseen)])


def _failing(digits: Digits, _progress: Progress) -> Iterator[Trial]:
    yield trial([predict(sample, ERROR) for sample in digits.unseen])


def _one_failing(digits: Digits, _progress: Progress) -> Iterator[Trial]:
    """One call failed, and yet the accuracy reaches the target."""
    yield trial([predict(digits.unseen[0], ERROR), *correct(digits.unseen[1:])])


def _broken(digits: Digits, _progress: Progress) -> Iterator[Trial]:
    yield trial(correct(digits.unseen))
    raise ResponseDecodeError("not JSON")


@pytest.mark.parametrize(
    ("vendor", "status", "reasons"),
    [
        (_good, 0, []),
        (_wrong, 1, []),
        (_failing, 1, ["no entry for this image"] * 3),
        (_one_failing, 1, ["no entry for this image"]),
        (_broken, 1, ["not JSON"]),
    ],
)
def test_status(
    vendor: Vendor,
    status: int,
    reasons: Sequence[str],
    samples: list[Sample],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The exit status is 0 only without errors; errors are printed and in the report, beside the other vendors."""
    monkeypatch.setattr(demo, "digits", lambda _: Digits(samples, samples * 3))
    monkeypatch.setattr(demo, "VENDORS", (_good, vendor))
    assert demo.main(tmp_path) == status
    printed = capsys.readouterr().out
    html = (tmp_path / "digits.html").read_text(encoding="utf-8")
    assert [line for line in printed.splitlines() if "Failed" in line] == [f"Failed: {reason}" for reason in reasons]
    assert all(f"Failed: {reason}" in html for reason in reasons)
    assert ("AsyncVendor" in printed, "100.0%" in printed, "✓ 100.0%" in html) == (True, True, True)
