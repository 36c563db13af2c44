"""How good the labels of several targets are, on images whose true label is known.

A target is a model of a vendor. All numbers are of the images for which every target has settled, so that targets are
compared on the same ones; an image that a target refused, or gave no label, counts as wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy.special  # pyright: ignore[reportMissingTypeStubs]  (it has none)
import sklearn.metrics  # pyright: ignore[reportMissingTypeStubs]  (it has none)

from .intervals import newcombe, wilson

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from .intervals import Interval

_METRICS: Any = sklearn.metrics
_SPECIAL: Any = scipy.special  # scikit-learn requires it

BINS = 10

ERROR = 0.05
"""The probability that targets that are equally good are told apart."""

NO_LABEL = "(none)"
"""The prediction for an image without a label."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """The best label of an image."""

    label: str = NO_LABEL
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class ClassScore:
    """The scores of one label."""

    label: str
    precision: float
    recall: float
    f1: float
    images: int
    """The number of images with this label."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The images whose best label has a confidence in one tenth of the scale."""

    confidence: float
    """Their mean confidence."""
    accuracy: float
    images: int


@dataclass(frozen=True, slots=True)
class Point:
    """The quality of the labels that reach a threshold."""

    threshold: float
    precision: float
    """The share of the remaining labels that are right; 1 if none remains."""
    recall: float
    """The share of all images whose label remains and is right."""


@dataclass(frozen=True, slots=True)
class Score:
    """How good the labels of a target are."""

    target: str
    accuracy: float
    interval: Interval
    classes: tuple[ClassScore, ...]
    labels: tuple[str, ...]
    """The rows and columns of `confusion`: true labels, then others that were predicted."""
    confusion: tuple[tuple[int, ...], ...]
    """The number of images by true label, then by predicted label."""
    bins: tuple[Bin, ...]
    calibration_error: float
    """The mean distance of confidence and accuracy, weighted by images (ECE)."""
    curve: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """How two targets differ."""

    first: str
    second: str
    accuracy: float
    """The first one's accuracy less that of the second one."""
    interval: Interval
    agreement: float
    """The share of images to which both give the same label."""
    kappa: float
    """The same beyond chance: Cohen's kappa; NaN if both give one label only."""
    p_value: float
    """How likely so large a difference is between targets that are equally good: the exact test of McNemar."""

    @property
    def is_clear(self) -> bool:
        """Whether one of them is better: 0 is outside the interval, and so it is for the exact test.

        With few images the interval alone finds differences too easily.
        """
        return (self.interval.low > 0 or self.interval.high < 0) and self.p_value <= ERROR


@dataclass(frozen=True, slots=True)
class Comparison:
    """The scores of targets, best first, and how each pair of them differs."""

    images: int
    scores: tuple[Score, ...]
    differences: tuple[Difference, ...] = field(default=())

    @property
    def is_clear(self) -> bool:
        """Whether the best target is better than every other one."""
        return all(each.is_clear for each in self._of_best)

    def is_decided(self, error: float, looks: int) -> bool:
        """Whether the best target is better than every other one, also if that is asked at several looks.

        `error` is the probability that this is wrongly so at any of the looks, for any pair: each gets an equal share
        of it (Bonferroni).
        """
        return all(each.p_value * looks * len(self.differences) <= error for each in self._of_best)

    @property
    def _of_best(self) -> Sequence[Difference]:
        best = self.scores[0].target
        return [each for each in self.differences if best in {each.first, each.second}]


def compare(truth: Sequence[str], predictions: Mapping[str, Sequence[Prediction]]) -> Comparison:
    """Compare targets by the predictions of each for the images whose true labels are `truth`, in the same order.

    Raises ValueError if there is no image or no target, or if their numbers differ.
    """
    if not truth or not predictions:
        raise ValueError("there is nothing to compare")
    if any(len(found) != len(truth) for found in predictions.values()):
        raise ValueError("a target has not as many predictions as there are images")
    scores = [_score(target, truth, found) for target, found in predictions.items()]
    scores.sort(key=lambda score: -score.accuracy)
    names = [score.target for score in scores]
    pairs = [_difference(one, other, truth, predictions) for one, other in combinations(names, 2)]
    return Comparison(len(truth), tuple(scores), tuple(pairs))


def _score(target: str, truth: Sequence[str], found: Sequence[Prediction]) -> Score:
    predicted = [each.label for each in found]
    known = sorted(set(truth))
    labels = [*known, *sorted(set(predicted) - set(known))]
    right = np.array([one == other for one, other in zip(truth, predicted, strict=True)])
    confidence = np.array([each.confidence for each in found])
    columns = _METRICS.precision_recall_fscore_support(truth, predicted, labels=known, zero_division=0)
    bins = _bins(confidence, right)
    return Score(
        target=target,
        accuracy=float(right.mean()),
        interval=wilson(int(right.sum()), len(right)),
        classes=tuple(
            ClassScore(label, precision, recall, f1, int(images))
            for label, precision, recall, f1, images in zip(known, *(each.tolist() for each in columns), strict=True)
        ),
        labels=tuple(labels),
        # With one label alone, confusion_matrix warns.
        confusion=tuple(map(tuple, _METRICS.confusion_matrix(truth, predicted, labels=labels).tolist()))
        if len(labels) > 1
        else ((len(truth),),),
        bins=bins,
        calibration_error=sum(each.images * abs(each.confidence - each.accuracy) for each in bins) / len(right),
        curve=_curve(confidence, right),
    )


def _bins(confidence: NDArray[Any], right: NDArray[Any]) -> tuple[Bin, ...]:
    index = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return tuple(
        Bin(float(confidence[index == each].mean()), float(right[index == each].mean()), int((index == each).sum()))
        for each in np.unique(index)
    )


def _curve(confidence: NDArray[Any], right: NDArray[Any]) -> tuple[Point, ...]:
    points: list[Point] = []
    for threshold in np.linspace(0, 1, 101):
        kept = confidence >= threshold
        precision = float(right[kept].mean()) if kept.any() else 1.0
        points.append(Point(round(float(threshold), 2), precision, float((right & kept).mean())))
    return tuple(points)


def _difference(
    first: str,
    second: str,
    truth: Sequence[str],
    predictions: Mapping[str, Sequence[Prediction]],
) -> Difference:
    one, other = ([each.label for each in predictions[name]] for name in (first, second))
    sides = [np.array([a == b for a, b in zip(truth, labels, strict=True)], dtype=int) for labels in (one, other)]
    both, one_alone, other_alone, neither = (
        int(((sides[0] == a) & (sides[1] == b)).sum()) for a, b in ((1, 1), (1, 0), (0, 1), (0, 0))
    )
    with np.errstate(invalid="ignore"):
        kappa = float(_METRICS.cohen_kappa_score(one, other)) if len({*one, *other}) > 1 else float("nan")
    return Difference(
        first,
        second,
        accuracy=(one_alone - other_alone) / len(truth),
        interval=newcombe(both, one_alone, other_alone, neither),
        agreement=float(np.mean([a == b for a, b in zip(one, other, strict=True)])),
        kappa=kappa,
        p_value=_p_value(one_alone, other_alone),
    )


def _p_value(first: int, second: int) -> float:
    """Return that of images which are right for one target alone: if both are equally good, each has half of them."""
    return min(1.0, 2 * float(_SPECIAL.bdtr(min(first, second), first + second, 0.5))) if first + second else 1.0
