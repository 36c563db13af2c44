"""Comparisons of targets: accuracy, intervals, calibration, curves and agreement."""

from __future__ import annotations

import math
from random import Random

import pytest

from visionapis_bulk.compare.metrics import NO_LABEL, Prediction, compare

LABELS = ["cat", "dog", "owl"]


def predictions(truth: list[str], accuracy: float, seed: int, *, confidence: float = 0.9) -> list[Prediction]:
    """Return predictions that are right with this probability."""
    rng = Random(seed)
    others = {label: [each for each in LABELS if each != label] for label in LABELS}
    labels = [label if rng.random() < accuracy else rng.choice(others[label]) for label in truth]
    return [Prediction(label, confidence) for label in labels]


def truth(count: int) -> list[str]:
    """Return true labels."""
    return [LABELS[number % 3] for number in range(count)]


def test_scores_of_a_small_example() -> None:
    """Accuracy, precision, recall, confusion, calibration and curve are those worked out by hand."""
    found = [Prediction("cat", 0.95), Prediction("dog", 0.55), Prediction("dog", 0.95), Prediction()]

    (score,) = compare(["cat", "cat", "dog", "owl"], {"a": found}).scores

    assert score.accuracy == 0.5
    assert [(each.label, each.precision, each.recall, each.images) for each in score.classes] == [
        ("cat", 1.0, 0.5, 2),
        ("dog", 0.5, 1.0, 1),
        ("owl", 0.0, 0.0, 1),
    ]
    assert score.labels == ("cat", "dog", "owl", NO_LABEL)
    assert score.confusion == ((1, 1, 0, 0), (0, 1, 0, 0), (0, 0, 0, 1), (0, 0, 0, 0))
    assert [(each.images, each.accuracy) for each in score.bins] == [(1, 0.0), (1, 0.0), (2, 1.0)]
    assert score.calibration_error == pytest.approx((0 + 0.55 + 2 * 0.05) / 4)
    curve = {point.threshold: (point.precision, point.recall) for point in score.curve}
    assert (curve[0.0], curve[0.5], curve[0.6], curve[0.96]) == ((0.5, 0.5), (2 / 3, 0.5), (1.0, 0.5), (1.0, 0.0))


@pytest.mark.parametrize(("other", "clear"), [(0.9, True), (0.9005, False)])
def test_difference_inside_its_interval_is_none(other: float, clear: bool) -> None:
    """Targets whose accuracies differ by less than chance explains are not told apart."""
    labels = truth(3000)
    first, second = (0.96, other) if clear else (0.9, other)
    found = compare(labels, {"a": predictions(labels, first, 1), "b": predictions(labels, second, 2)})

    (difference,) = found.differences
    assert difference.is_clear is clear
    assert found.is_clear is clear
    assert difference.interval.low <= difference.accuracy <= difference.interval.high


def test_few_images_are_no_clear_difference() -> None:
    """A target that alone is right for 4 of 9 images may be so by chance; for 6 it is not."""
    for count, clear, p_value in ((4, False, 0.125), (6, True, 0.03125)):
        found = {"a": [Prediction("cat")] * 9, "b": [Prediction("dog")] * count + [Prediction("cat")] * (9 - count)}
        comparison = compare(["cat"] * 9, found)
        (difference,) = comparison.differences
        assert difference.is_clear is clear
        assert difference.p_value == pytest.approx(p_value)
        assert difference.interval.low > 0
        assert comparison.is_decided(0.05, 1) is clear
        assert not comparison.is_decided(0.05, 7)


@pytest.mark.parametrize(("count", "accuracy"), [(300, 0.8), (40, 0.98)])
def test_intervals_hold_the_true_values(count: int, accuracy: float) -> None:
    """95 % of intervals hold the accuracy that predictions were drawn with, and 0 for equally good targets."""
    labels, inside, equal = truth(count), 0, 0
    for seed in range(40):
        found = {name: predictions(labels, accuracy, 2 * seed + number) for number, name in enumerate("ab")}
        comparison = compare(labels, found)
        intervals = {score.target: score.interval for score in comparison.scores}
        inside += sum(each.low <= accuracy <= each.high for each in intervals.values())
        equal += comparison.differences[0].interval.low <= 0 <= comparison.differences[0].interval.high
    assert 70 <= inside <= 80
    assert equal >= 35


@pytest.mark.parametrize(("right", "low", "high"), [(10, 0.7225, 1.0), (0, 0.0, 0.2775), (5, 0.2366, 0.7634)])
def test_interval_of_an_accuracy(right: int, low: float, high: float) -> None:
    """The interval is Wilson's: that of 10 of 10 or 0 of 10 is not a point."""
    found = [Prediction("cat")] * right + [Prediction("dog")] * (10 - right)
    (score,) = compare(["cat"] * 10, {"a": found}).scores
    assert (score.interval.low, score.interval.high) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((20, 0, 0, 0), -0.1611, 0.1611),
        ((0, 0, 0, 20), -0.1611, 0.1611),
        ((0, 20, 0, 0), 0.7722, 1.0),
        ((0, 0, 20, 0), -1.0, -0.7722),
    ],
)
def test_interval_of_a_difference_that_no_image_varies(
    counts: tuple[int, int, int, int], low: float, high: float
) -> None:
    """Targets that are both always right, or one always and the other never, leave a difference that may be another."""
    both, first, second, neither = counts
    right, wrong = Prediction("cat"), Prediction("dog")
    found = {
        "a": [right] * both + [right] * first + [wrong] * second + [wrong] * neither,
        "b": [right] * both + [wrong] * first + [right] * second + [wrong] * neither,
    }
    (difference,) = compare(["cat"] * 20, found).differences
    sign = 1 if difference.first == "a" else -1
    bounds = sorted((sign * difference.interval.low, sign * difference.interval.high))
    assert bounds == pytest.approx([low, high], abs=1e-4)


def test_agreement_is_of_labels_whether_they_are_right_or_not() -> None:
    """Targets that make the same mistakes agree; kappa is 1 then, and about 0 for independent ones."""
    labels = truth(600)
    wrong, chance = predictions(labels, 0.0, 1), predictions(labels, 1 / 3, 2)

    same, independent, _ = compare(labels, {"a": wrong, "b": wrong, "c": chance}).differences[::-1]

    agreements = sorted((each.agreement, round(each.kappa, 1)) for each in (same, independent))
    assert agreements[-1] == (1.0, 1.0)
    assert agreements[0][1] == pytest.approx(0, abs=0.1)


def test_one_label_has_no_kappa() -> None:
    """Targets that give one label only agree by necessity."""
    labels = ["cat"] * 10
    (difference,) = compare(labels, {name: predictions(labels, 1.0, 1) for name in "ab"}).differences
    assert math.isnan(difference.kappa)
    assert difference.agreement == 1.0


def test_best_target_is_first() -> None:
    """Scores are sorted by accuracy, and the comparison is the same each time."""
    labels = truth(300)
    found = {name: predictions(labels, accuracy, 1) for name, accuracy in (("a", 0.5), ("b", 0.9), ("c", 0.7))}

    assert [score.target for score in compare(labels, found).scores] == ["b", "c", "a"]
    assert compare(labels, found) == compare(labels, found)


@pytest.mark.parametrize(
    ("labels", "found"), [([], {"a": []}), (["cat"], {}), (["cat"], {"a": [Prediction(), Prediction()]})]
)
def test_nothing_to_compare(labels: list[str], found: dict[str, list[Prediction]]) -> None:
    """Without images, targets, or a prediction per image there is no comparison."""
    with pytest.raises(ValueError, match=r"nothing to compare|not as many"):
        compare(labels, found)
