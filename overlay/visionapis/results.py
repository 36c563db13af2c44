"""The result of `classify()`, the same for every vendor."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from .errors import DecodeError

if TYPE_CHECKING:
    from collections.abc import Iterable

Raw = TypeVar("Raw")


@dataclass(frozen=True, slots=True)
class Label:
    """What a model sees in a picture."""

    name: str
    """The label, as the model was trained with it."""
    confidence: float
    """From 0 to 1. Scores of single-label models share one whole; those of multi-label models are independent."""


def ranked(scores: Iterable[tuple[object, object]]) -> tuple[Label, ...]:
    """Names and scores as labels, best first; equal ones keep their order.

    Raises DecodeError for what is no name or no score: the generated models do not look.
    """
    labels: list[Label] = []
    for name, score in scores:
        if not isinstance(name, str):
            raise DecodeError(f"the answer has a label {name!r}, which is no text")
        if isinstance(score, bool) or not isinstance(score, (int, float)) or not math.isfinite(score):
            raise DecodeError(f"the answer has a score {score!r} for {name!r}, which is no number")
        labels.append(Label(name, score))
    return tuple(sorted(labels, key=lambda label: label.confidence, reverse=True))


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a picture in pixels."""

    width: int
    height: int

    @classmethod
    def of(cls, width: object, height: object) -> Size:
        """The size that an answer gives. Raises DecodeError when that is no size."""
        if not (isinstance(width, int) and isinstance(height, int)):
            raise DecodeError(f"the answer has a picture size of {width!r} by {height!r}")
        return cls(width, height)


@dataclass(frozen=True, slots=True)
class Classification(Generic[Raw]):
    """What a model sees in one picture."""

    labels: tuple[Label, ...]
    """Best first; empty when nothing passed the threshold."""
    size: Size | None
    """The picture's size as the vendor reports it, when it does."""
    raw: Raw = field(repr=False)
    """The vendor's own answer, typed."""

    @property
    def top(self) -> Label | None:
        """The best label, or None when nothing passed the threshold."""
        return self.labels[0] if self.labels else None
