"""Ximilar's emulator learns digits: one of ten labels, several labels, and numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PIL import Image

from tests.helpers.digits import LEARNT, digits, pairs, png
from visionapis_testing import KernelRidgeRegression, XimilarEmulator

from .channels import open_way
from .ximilar import KEY, classified

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest


def records(emulator: XimilarEmulator, task: str, contents: Sequence[bytes]) -> list[dict[str, Any]]:
    """What a task makes of pictures, ten in a call."""
    with open_way("transport", emulator) as way:
        answers = [classified(way, task, *contents[start : start + 10]) for start in range(0, len(contents), 10)]
    emulator.verify()
    return [record for answer in answers for record in answer["records"]]


def test_digits() -> None:
    """Of 397 digits that a multi_class task has not seen it names at least 95 % rightly."""
    pictures, labels = digits()
    emulator = XimilarEmulator(api_key=KEY)
    task = emulator.register("digits", zip(pictures[:LEARNT], labels[:LEARNT], strict=True))
    found = records(emulator, task, [png(each) for each in pictures[LEARNT:]])
    right = sum(record["best_label"]["name"] == label for record, label in zip(found, labels[LEARNT:], strict=True))
    assert (len(found), right >= 0.95 * len(found)) == (397, True)


def test_numbers() -> None:
    """A regression task is wrong by less than 1.0 in the mean about digits that it has not seen."""
    pictures, labels = digits()
    emulator = XimilarEmulator(api_key=KEY)
    examples = [(each, float(label)) for each, label in zip(pictures[:LEARNT], labels[:LEARNT], strict=True)]
    task = emulator.register("digits", examples, type="regression")
    found = records(emulator, task, [png(each) for each in pictures[LEARNT:]])
    errors = [
        abs(record["best_label"]["value"] - float(label)) for record, label in zip(found, labels[LEARNT:], strict=True)
    ]
    assert sum(errors) / len(errors) < 1.0


def test_pairs_of_digits() -> None:
    """Of two digits side by side a multi_label task names 97 % of the labels rightly, and 75 % of the pictures wholly.

    A label is taken as there from 0.5 on. A thousand pictures are learnt, four fifths of those that are uploaded.
    """
    pictures, labels = digits()
    emulator = XimilarEmulator(api_key=KEY)
    task = emulator.register("pairs", pairs(pictures[:LEARNT], labels[:LEARNT], 1_250), type="multi_label")
    unseen = list(pairs(pictures[LEARNT:], labels[LEARNT:], 300))
    decisions: list[bool] = []
    wholly: list[bool] = []
    for record, (_, expected) in zip(records(emulator, task, [png(each) for each, _ in unseen]), unseen, strict=True):
        right = [(label["prob"] >= 0.5) == (label["name"] in expected) for label in record["labels"]]
        decisions += right
        wholly.append(all(right))
    assert (sum(decisions) >= 0.97 * len(decisions), sum(wholly) >= 0.75 * len(wholly)) == (True, True)


def test_many_examples_of_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the number of reference points every example still counts, in every run alike."""
    monkeypatch.setattr("visionapis_testing.ridge._MAX_CENTRES", 200)
    pictures, labels = digits()
    examples = [(each.convert("RGB"), float(label)) for each, label in zip(pictures, labels, strict=True)]
    values: list[list[float]] = []
    for _ in range(2):
        regressor = KernelRidgeRegression()
        regressor.learn(examples[:LEARNT])
        values.append([regressor.value(each) for each, _ in examples[LEARNT:]])
    errors = [abs(value - number) for value, (_, number) in zip(values[0], examples[LEARNT:], strict=True)]
    few = KernelRidgeRegression()
    few.learn(examples[:200])
    worse = [abs(few.value(each) - number) for each, number in examples[LEARNT:]]
    assert (values[0] == values[1], sum(errors) < 0.9 * sum(worse)) == (True, True)


def test_few_numbers() -> None:
    """One picture is enough, and equal pictures with different numbers have their mean."""
    black, white = Image.new("RGB", (8, 8)), Image.new("RGB", (8, 8), "white")
    one, mixed = KernelRidgeRegression(), KernelRidgeRegression()
    one.learn([(black, 7.0)])
    mixed.learn([(black, 1.0), (black, 3.0), (white, 10.0)])
    assert one.value(white) == 7.0
    assert [round(mixed.value(each), 1) for each in (black, white)] == [2.0, 10.0]
