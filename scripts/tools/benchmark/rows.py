"""A row of the results: a measurement, a comparison and a target."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True)
class Row:
    """One comparison. Samples are taken in turns, so that a slower machine slows both sides."""

    what: str
    against: str
    unit: str
    ours: list[float]
    theirs: list[float]
    at_most: float | None = None
    """The largest ratio of the medians that meets the target."""
    at_least: float | None = None
    """The smallest ratio of the medians that meets the target."""
    not_run: str = ""
    """The reason why the comparison could not be run; such a row has no ratio and misses its target."""

    @property
    def medians(self) -> tuple[float, float]:
        """The medians of ours and theirs."""
        return median(self.ours), math.nan if self.not_run else median(self.theirs)

    @property
    def ratio(self) -> float:
        """Our median divided by theirs; NaN, which meets no target, when the comparison was not run."""
        ours, theirs = self.medians
        return ours / theirs

    @property
    def target(self) -> str:
        """The target, as text."""
        return f"<= {self.at_most:g}" if self.at_most is not None else f">= {self.at_least:g}"

    @property
    def met(self) -> bool:
        """Whether the target is met."""
        return (self.at_most is None or self.ratio <= self.at_most) and (
            self.at_least is None or self.ratio >= self.at_least
        )

    @property
    def verdict(self) -> str:
        """`met`, `missed`, or the reason why the comparison was not run."""
        if self.not_run:
            return f"not run: {self.not_run}"
        return "met" if self.met else "missed"

    def as_json(self) -> dict[str, Any]:
        """Return the row with all samples."""
        return {**asdict(self), "ratio": None if self.not_run else self.ratio, "met": self.met}


def in_turns(measures: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Return samples of each measure, taken in turns after a warm-up round."""
    samples: dict[str, list[float]] = {name: [] for name in measures}
    for number in range(rounds + 1):
        for name, measure in measures.items():
            sample = measure()
            if number:
                samples[name].append(sample)
    return samples
