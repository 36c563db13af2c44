"""What the demo counts and draws is right."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageOps

from scripts.tools.demo import digits
from scripts.tools.demo import main as demonstration
from scripts.tools.demo.digits import NAMES, pairs, png, scenes, sheets
from scripts.tools.demo.imagerecognize import intersection_over_union
from scripts.tools.demo.page import page
from scripts.tools.demo.receipts import LABELS, SIZE, poor_copy, receipts
from scripts.tools.demo.trial import Mark, Outcome, Sample, Score, Trial, failed, named, share
from visionapis import Attempt, Box, Classification, DecodeError, Label
from visionapis_generated.roboflow.operations import CLASSIFICATION_INFER_BASE64

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.progress import Progress

    from scripts.tools.demo.digits import Digits
    from scripts.tools.demo.trial import Vendor

SQUARE = png(Image.new("L", (80, 80), 200))
SAMPLES = [Sample(png(Image.new("L", (80, 80), 20 * number)), (Mark(name),)) for number, name in enumerate(NAMES)]


def trial(outcomes: Sequence[Outcome], score: Score, *, seconds: Sequence[float] = (1.0,)) -> Trial:
    """A trial of digits."""
    calls = [Attempt(CLASSIFICATION_INFER_BASE64, 1, "localhost", each, 200, None, None) for each in seconds]
    return Trial("Vendor", "which digit?", 10, outcomes, calls, [score], "How.", NAMES)


@pytest.mark.parametrize(
    ("value", "bounds", "met"),
    [
        (0.95, {"at_least": 0.95}, True),
        (0.9499, {"at_least": 0.95}, False),
        (1.0, {"at_most": 1.0}, True),
        (1.01, {"at_most": 1.0}, False),
    ],
)
def test_score_at_its_bound_is_good(value: float, bounds: dict[str, Any], met: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """A score is good from its bound on, and no sooner."""
    assert Score(value, "right", **bounds).met is met


def test_outcome_of_a_label() -> None:
    """The best label decides; nothing found and a failed call are wrong, and count."""
    sample = SAMPLES[7]
    seven, one = Label("7", 0.8), Label("1", 0.2)
    error = DecodeError("the answer has no entry for this picture")
    outcomes = [
        named(sample, Classification((seven, one), None, None)),
        named(sample, Classification((replace(one, confidence=0.9),), None, None)),
        named(sample, Classification((), None, None)),
        named(sample, error),
    ]
    assert [(each.right, each.remark) for each in outcomes] == [
        (True, "80%"),
        (False, "90%"),
        (False, "unsure"),
        (False, "failed"),
    ]
    assert (outcomes[3].error, share(outcomes).value) == (error, 0.25)


def test_time_of_a_picture() -> None:
    """It is the median call's, shared among the pictures of a call."""
    outcomes = [failed(sample, DecodeError("no")) for sample in SAMPLES]
    found = trial(outcomes, Score(1.0, "right", 0.5), seconds=[0.1, 0.1, 0.1, 0.1, 9.0])
    assert found.milliseconds == pytest.approx(50)


def test_page_escapes_what_servers_say() -> None:
    """A label that looks like a tag stays text, and so does an error."""
    sample = Sample(SQUARE, (Mark("<i>", Box(0, 0, 1, 1)),))
    outcome = Outcome(sample, (Mark('<script>"', Box(0, 0, 1, 1)),), right=False, remark="<u>", interest=1.0)
    html = page([trial([outcome], Score(0.0, "<right>", 0.5))], ["<em>&"])
    assert [text in html for text in ("<script>", "<u>", "<right>", "<em>", "<i>")] == [False] * 5
    assert "&lt;script&gt;" in html


def test_page_of_wrong_answers_says_so() -> None:
    """A trial that misses its bar is marked in words and signs, not in colour alone."""
    html = page([trial([failed(SAMPLES[0], DecodeError("no"))], Score(0.0, "right", 0.95))], [])
    assert ("<title>Digits: 0 of 1 trials good enough</title>" in html, "✗ 0.0% right" in html) == (True, True)
    assert ("✓" in html, '<th scope="col">none</th>' in html) == (False, True)


def test_writing_that_is_interrupted_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of digits is there when all are there; the next run writes them."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ImageOps, "scale", interrupt)
        with pytest.raises(KeyboardInterrupt):
            digits.digits(tmp_path / "digits")
    assert list(tmp_path.iterdir()) == []
    found = digits.digits(tmp_path / "digits")
    assert (len(found.known), len(found.unseen)) == (1397, 400)


def test_pairs() -> None:
    """Two digits stand side by side, as often as asked and never the same two pictures in the same order."""
    found = list(pairs(SAMPLES, 50))
    assert len({sample.content for sample in found}) == len(found) == 50
    assert {Image.open(BytesIO(sample.content)).size for sample in found} == {(160, 80)}
    for sample in found:
        image = Image.open(BytesIO(sample.content))
        shades = {image.getpixel((40, 40)), image.getpixel((120, 40))}
        assert shades == {20 * int(name) for name in sample.names}


def test_sheets() -> None:
    """Every digit of a scene is there, in its box, and the boxes lie inside the sheet."""
    drawn = scenes(24)
    assert len({frozenset(scene.names) for scene in drawn}) == 24
    for scene in drawn:
        for sheet in sheets(scene, SAMPLES, 3):
            image = Image.open(BytesIO(sheet.content))
            assert sheet.names == list(scene.names)
            for mark in sheet.marks:
                box = mark.box
                assert box
                assert min(box.x, box.y) >= 0
                assert max(box.x + box.width, box.y + box.height) <= 1
                middle = round((box.x + box.width / 2) * image.width), round((box.y + box.height / 2) * image.height)
                assert image.getpixel(middle) == 20 * int(mark.name)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (Box(0.0, 0.0, 0.5, 0.5), 1.0),
        (Box(0.25, 0.0, 0.5, 0.5), 1 / 3),
        (Box(0.5, 0.5, 0.5, 0.5), 0.0),
        (Box(0.6, 0.6, 0.1, 0.1), 0.0),
        (None, 0.0),
    ],
)
def test_intersection_over_union(other: Box | None, expected: float) -> None:
    """Equal boxes overlap wholly, those that only touch or are not there do not."""
    assert intersection_over_union(Box(0.0, 0.0, 0.5, 0.5), other) == pytest.approx(expected)


def test_receipts() -> None:
    """No two receipts are alike; each field's box holds ink, and a copy is another picture of the same size."""
    found = receipts(24)
    assert len({receipt.image.tobytes() for receipt in found}) == 24
    for number, receipt in enumerate(found):
        assert tuple(field.label for field in receipt.fields) == LABELS
        for field in receipt.fields:
            left, top, right, bottom = field.box
            assert (min(left, top) >= 0, right <= SIZE[0], bottom <= SIZE[1]) == (True, True, True)
            assert receipt.image.crop(field.box).getextrema()[0] == 0
        copy = poor_copy(receipt.image, number)
        assert (copy.size, copy.tobytes() != receipt.image.tobytes()) == (SIZE, True)


def _good(_digits: Digits, _progress: Progress) -> list[Trial]:
    outcomes = [named(sample, Classification((Label(sample.names[0], 1.0),), None, None)) for sample in SAMPLES]
    return [trial(outcomes, share(outcomes))]


def _wrong(_digits: Digits, _progress: Progress) -> list[Trial]:
    outcomes = [named(sample, Classification((Label("no digit", 1.0),), None, None)) for sample in SAMPLES]
    return [trial(outcomes, share(outcomes))]


def _bad(_digits: Digits, _progress: Progress) -> list[Trial]:
    outcomes = [failed(sample, DecodeError("no entry for this picture")) for sample in SAMPLES]
    return [trial(outcomes, share(outcomes))]


def _half(digits: Digits, progress: Progress) -> list[Trial]:
    """One picture failed, and yet the share is good enough."""
    (found,) = _good(digits, progress)
    return [replace(found, outcomes=[*found.outcomes, failed(SAMPLES[0], DecodeError("no entry for this picture"))])]


def _broken(_digits: Digits, _progress: Progress) -> list[Trial]:
    raise DecodeError("the answer is no JSON")


@pytest.mark.parametrize(
    ("vendor", "status", "reasons"),
    [
        (_good, 0, []),
        (_wrong, 1, []),
        (_bad, 1, ["no entry for this picture"] * 3),
        (_half, 1, ["no entry for this picture"]),
        (_broken, 1, ["Second: the answer is no JSON"]),
    ],
)
def test_status(
    vendor: Vendor,
    status: int,
    reasons: Sequence[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The exit status is 0 only if nothing failed; reasons are told, on the page too, and other vendors still shown."""
    (tmp_path / "digits").mkdir()
    monkeypatch.setattr(demonstration, "VENDORS", {"First": _good, "Second": vendor})
    assert demonstration.main(tmp_path) == status
    printed = capsys.readouterr().out
    html = (tmp_path / "digits.html").read_text(encoding="utf-8")
    assert [line for line in printed.splitlines() if "Failed" in line] == [f"Failed: {reason}" for reason in reasons]
    assert all(f"Failed: {reason}" in html for reason in reasons)
    assert ("Vendor: which digit?" in printed, "100.0% right" in html) == (True, True)
