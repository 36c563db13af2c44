"""Accuracy of tasks trained with digits: classification, multi-label classification, regression."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PIL import Image

from tests.emulators.channels import open_channel
from tests.helpers.digits import TRAIN_SIZE, digits, pairs, png
from visionapis_testing import KernelRidgeRegressor, XimilarEmulator

from .api import KEY, classify

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest


def records(emulator: XimilarEmulator, task: str, contents: Sequence[bytes]) -> list[dict[str, Any]]:
    """Return the records of images, classified ten per request."""
    with open_channel("transport", emulator) as channel:
        responses = [classify(channel, task, *contents[start : start + 10]) for start in range(0, len(contents), 10)]
    emulator.verify()
    return [record for response in responses for record in response["records"]]


def test_digits() -> None:
    """A multi_class task classifies at least 95 % of 397 unseen digits correctly."""
    images, labels = digits()
    emulator = XimilarEmulator(api_key=KEY)
    task = emulator.register("digits", zip(images[:TRAIN_SIZE], labels[:TRAIN_SIZE], strict=True))
    classified = records(emulator, task, [png(each) for each in images[TRAIN_SIZE:]])
    tops = [record["best_label"]["name"] for record in classified]
    correct = sum(top == label for top, label in zip(tops, labels[TRAIN_SIZE:], strict=True))
    assert (len(classified), correct >= 0.95 * len(classified)) == (397, True)


def test_regression() -> None:
    """A regression task has a mean absolute error of less than 1.0 for unseen digits."""
    images, labels = digits()
    emulator = XimilarEmulator(api_key=KEY)
    examples = [(each, float(label)) for each, label in zip(images[:TRAIN_SIZE], labels[:TRAIN_SIZE], strict=True)]
    task = emulator.register("digits", examples, type="regression")
    classified = records(emulator, task, [png(each) for each in images[TRAIN_SIZE:]])
    errors = [
        abs(record["best_label"]["value"] - float(label))
        for record, label in zip(classified, labels[TRAIN_SIZE:], strict=True)
    ]
    assert sum(errors) / len(errors) < 1.0


def test_pairs_of_digits() -> None:
    """A multi_label task predicts 97 % of the labels, and 75 % of the label sets, of pairs of digits correctly.

    The threshold is 0.5. The task is trained with a thousand images, four fifths of those registered.
    """
    images, labels = digits()
    emulator = XimilarEmulator(api_key=KEY)
    task = emulator.register("pairs", pairs(images[:TRAIN_SIZE], labels[:TRAIN_SIZE], 1_250), type="multi_label")
    unseen = list(pairs(images[TRAIN_SIZE:], labels[TRAIN_SIZE:], 300))
    decisions: list[bool] = []
    exact_matches: list[bool] = []
    for record, (_, expected) in zip(records(emulator, task, [png(each) for each, _ in unseen]), unseen, strict=True):
        correct = [(label["prob"] >= 0.5) == (label["name"] in expected) for label in record["labels"]]
        decisions += correct
        exact_matches.append(all(correct))
    assert (sum(decisions) >= 0.97 * len(decisions), sum(exact_matches) >= 0.75 * len(exact_matches)) == (True, True)


def test_regressor_uses_all_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    """A regressor with fewer reference points than examples still uses all examples, and is deterministic."""
    monkeypatch.setattr("visionapis_testing.emulator.kernel_ridge._MAX_CENTRES", 200)
    images, labels = digits()
    examples = [(each.convert("RGB"), float(label)) for each, label in zip(images, labels, strict=True)]
    values: list[list[float]] = []
    for _ in range(2):
        regressor = KernelRidgeRegressor()
        regressor.fit(examples[:TRAIN_SIZE])
        values.append([regressor.predict(each) for each, _ in examples[TRAIN_SIZE:]])
    errors = [abs(value - number) for value, (_, number) in zip(values[0], examples[TRAIN_SIZE:], strict=True)]
    partial_regressor = KernelRidgeRegressor()
    partial_regressor.fit(examples[:200])
    partial_errors = [abs(partial_regressor.predict(each) - number) for each, number in examples[TRAIN_SIZE:]]
    assert (values[0] == values[1], sum(errors) < 0.9 * sum(partial_errors)) == (True, True)


def test_regressor_with_few_examples() -> None:
    """One image is enough to fit a regressor; equal images with different values get the mean."""
    black, white = Image.new("RGB", (8, 8)), Image.new("RGB", (8, 8), "white")
    single, mixed = KernelRidgeRegressor(), KernelRidgeRegressor()
    single.fit([(black, 7.0)])
    mixed.fit([(black, 1.0), (black, 3.0), (white, 10.0)])
    assert single.predict(white) == 7.0
    assert [round(mixed.predict(each), 1) for each in (black, white)] == [2.0, 10.0]
