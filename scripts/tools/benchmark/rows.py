"""A row of the results: what was measured, what it is compared with, and what is wanted."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True)
class Row:
    """One comparison. Its samples were taken in turns, so that what slows the machine down slows both sides down."""

    what: str
    against: str
    unit: str
    ours: list[float]
    theirs: list[float]
    at_most: float | None = None
    """The largest ratio of the medians that is good."""
    at_least: float | None = None
    """The smallest ratio of the medians that is good."""
    not_run: str = ""
    """Why there is nothing to compare with: then there is no ratio, and the target is not met."""

    @property
    def medians(self) -> tuple[float, float]:
        """Ours and theirs."""
        return median(self.ours), math.nan if self.not_run else median(self.theirs)

    @property
    def ratio(self) -> float:
        """Our median by theirs; NaN, which meets no target, where there is nothing to compare with."""
        ours, theirs = self.medians
        return ours / theirs

    @property
    def target(self) -> str:
        """What is wanted, for people to read."""
        return f"<= {self.at_most:g}" if self.at_most is not None else f">= {self.at_least:g}"

    @property
    def met(self) -> bool:
        """Whether the target is met."""
        return (self.at_most is None or self.ratio <= self.at_most) and (
            self.at_least is None or self.ratio >= self.at_least
        )

    @property
    def verdict(self) -> str:
        """Whether the target is met, for people to read."""
        if self.not_run:
            return f"not run: {self.not_run}"
        return "met" if self.met else "missed"

    def as_json(self) -> dict[str, Any]:
        """Everything, the samples included."""
        return {**asdict(self), "ratio": None if self.not_run else self.ratio, "met": self.met}


def in_turns(measures: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Samples of each measure, taken in turns after one round that does not count."""
    samples: dict[str, list[float]] = {name: [] for name in measures}
    for number in range(rounds + 1):
        for name, measure in measures.items():
            sample = measure()
            if number:
                samples[name].append(sample)
    return samples
