"""The result of `classify()`, the same for every vendor."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from .errors import DecodeError

if TYPE_CHECKING:
    from collections.abc import Mapping

Raw = TypeVar("Raw")


@dataclass(frozen=True, slots=True)
class Label:
    """What a model sees in a picture."""

    name: str
    """The label, as the model was trained with it."""
    confidence: float
    """From 0 to 1. Scores of single-label models share one whole; those of multi-label models are independent."""


def ranked(scores: Mapping[str, float]) -> tuple[Label, ...]:
    """Scores by label as labels, best first; equal ones keep their order.

    Raises DecodeError when a score is no number: the generated models do not check that.
    """
    for name, confidence in scores.items():
        if not isinstance(cast("object", confidence), (int, float)):
            raise DecodeError(f"the score of {name!r} is {confidence!r}, not a number", body=dict(scores))
    labels = [Label(name, confidence) for name, confidence in scores.items()]
    return tuple(sorted(labels, key=lambda label: label.confidence, reverse=True))


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a picture in pixels."""

    width: int
    height: int


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
