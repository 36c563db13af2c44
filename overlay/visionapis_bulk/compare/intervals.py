"""Intervals of accuracies and of their differences, with 95 % confidence. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

_Z = 1.959964
"""The normal deviate of 95 % confidence."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The range of a value with 95 % confidence: Wilson's of an accuracy, Newcombe's of a difference.

    Other than those of the bootstrap, they are sound with few images, and where all are right or all are wrong.
    """

    low: float
    high: float


def wilson(right: int, count: int) -> Interval:
    """Return the score interval of a share: https://doi.org/10.1080/01621459.1927.10502953."""
    share, z = right / count, _Z**2 / count
    middle = (share + z / 2) / (1 + z)
    half = _Z / (1 + z) * math.sqrt(share * (1 - share) / count + z / (4 * count))
    # Rounding must not move the ends beyond what is possible.
    return Interval(0.0 if right == 0 else middle - half, 1.0 if right == count else middle + half)


def newcombe(both: int, first: int, second: int, neither: int) -> Interval:
    """Return the interval of the difference of two shares of the same images.

    It is method 10 of https://doi.org/10.1002/(SICI)1097-0258(19981130)17:22<2635::AID-SIM954>3.0.CO;2-C: that of
    Wilson's intervals of both, and the correlation of the two.

    Args:
        both: The number of images for which both targets are right.
        first: Those for which the first one alone is.
        second: Those for which the second one alone is.
        neither: Those for which neither is.
    """
    count = both + first + second + neither
    shares = (both + first) / count, (both + second) / count
    (low_1, high_1), (low_2, high_2) = (
        (each.low, each.high) for each in (wilson(both + first, count), wilson(both + second, count))
    )
    product = (both + first) * (second + neither) * (both + second) * (first + neither)
    covariance: float = both * neither - first * second
    if covariance > 0:
        covariance = max(covariance - count / 2, 0)  # for continuity
    correlation = covariance / math.sqrt(product) if product else 0.0

    def distance(one: float, other: float) -> float:
        return math.sqrt(max(one**2 - 2 * correlation * one * other + other**2, 0.0))

    middle = shares[0] - shares[1]
    below = distance(shares[0] - low_1, high_2 - shares[1])
    above = distance(high_1 - shares[0], shares[1] - low_2)
    return Interval(max(middle - below, -1.0), min(middle + above, 1.0))
