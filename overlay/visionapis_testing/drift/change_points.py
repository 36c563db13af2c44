"""Times at which a share of calls changed, found by a likelihood ratio."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from typing import Self

MIN_CALLS = 20
"""How many calls there must be before a change, and after it."""

# Twice the logarithm of the ratio; by chance one of 1.7 million times is greater at a given point. Since the most
# likely of up to 60 points is taken, that is still less than 1 in 20,000 for each series.
_MIN_RATIO = 25.0

_MIN_SHARE = 0.2
_MIN_FACTOR = 4.0


@dataclass(frozen=True, slots=True)
class Count:
    """The number of calls in a period, and how many of them are hits."""

    calls: int
    hits: int

    @property
    def share(self) -> float:
        """The share of hits, 0 to 1; 0 without calls."""
        return self.hits / self.calls if self.calls else 0.0

    @classmethod
    def sum(cls, counts: Iterable["Count"]) -> Self:
        """Return the sum of counts."""
        listed = list(counts)
        return cls(sum(each.calls for each in listed), sum(each.hits for each in listed))


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """A point of a series since which hits are frequent that were rare."""

    index: int
    """The index of the first count after the change."""
    before: Count
    after: Count


def change_point(series: Sequence[Count]) -> ChangePoint | None:
    """Return the likeliest point since which hits are frequent; None if they were so before, or are no longer.

    Their share must be at least a fifth, and four times that before.
    """
    candidates = [
        ChangePoint(index, Count.sum(series[:index]), Count.sum(series[index:])) for index in range(1, len(series))
    ]
    candidates = [each for each in candidates if min(each.before.calls, each.after.calls) >= MIN_CALLS]
    best = max(candidates, key=_ratio, default=None)
    if best is None or _ratio(best) < _MIN_RATIO:
        return None
    before, after = best.before.share, best.after.share
    latest = _latest(series[best.index :], best.after.calls / 3)
    lasts = latest.share >= after / 2
    return best if after >= max(_MIN_SHARE, _MIN_FACTOR * before) and lasts else None


def _latest(series: Sequence[Count], calls: float) -> Count:
    """Return the sum of the last counts that have at least so many calls."""
    total = Count(0, 0)
    for each in reversed(series):
        if total.calls >= calls:
            break
        total = Count.sum((total, each))
    return total


def _ratio(point: ChangePoint) -> float:
    both = Count.sum((point.before, point.after))
    return 2 * (_likelihood(point.before) + _likelihood(point.after) - _likelihood(both))


def _likelihood(count: Count) -> float:
    """Return the logarithm of the greatest likelihood of a count."""
    others = count.calls - count.hits
    return sum(number * log(number / count.calls) for number in (count.hits, others) if number)
