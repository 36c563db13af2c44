"""Points of the charts of the page, in the units of an SVG image. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visionapis_bulk.compare.intervals import Interval
    from visionapis_bulk.compare.metrics import Score

SIZE = 200
"""The width and height of a chart; both axes go from 0 to 1."""

BAR = 120
"""The width of a bar."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A bin of the calibration chart."""

    x: float
    y: float
    radius: float
    text: str


def curve(score: Score, name: str) -> str:
    """Return the points of precision or recall by threshold."""
    return _points((point.threshold, getattr(point, name)) for point in score.curve)


def spots(score: Score) -> list[Spot]:
    """Return a spot per bin: accuracy by confidence, with an area that grows with the number of images."""
    largest = max(each.images for each in score.bins)
    return [
        Spot(
            *_place(each.confidence, each.accuracy),
            radius=round(2 + 6 * (each.images / largest) ** 0.5, 1),
            text=f"{each.images:,} images: confidence {each.confidence:.2f}, accuracy {each.accuracy:.2f}",
        )
        for each in score.bins
    ]


def bar(interval: Interval) -> tuple[float, float]:
    """Return the start and the width of the bar of an interval; one of a point is still visible."""
    start = round(interval.low * (BAR - 2), 1)
    return start, max(round((interval.high - interval.low) * (BAR - 2), 1), 2)


def share(part: int, whole: int) -> float:
    """Return the width of the bar of a part; one of a few is still visible."""
    return max(round(BAR * part / whole, 1), 1.0) if part else 0.0


def _points(pairs: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in (_place(*pair) for pair in pairs))


def _place(x: float, y: float) -> tuple[float, float]:
    return round(SIZE * x, 1), round(SIZE * (1 - y), 1)
