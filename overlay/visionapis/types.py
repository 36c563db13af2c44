"""The result of `classify()`, the same for every vendor."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from .errors import ConfigurationError, DecodeError

if TYPE_CHECKING:
    from collections.abc import Iterable

Raw = TypeVar("Raw")


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a picture in pixels."""

    width: int
    height: int

    @classmethod
    def of(cls, width: object, height: object) -> Size:
        """The size that an answer gives. Raises DecodeError when that is no size."""
        if not (isinstance(width, int) and isinstance(height, int)):
            raise DecodeError("the answer has a picture size that is not two whole numbers")
        return cls(width, height)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in a picture: its top left corner and its size, as fractions of the picture's width and height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PixelBox:
    """A rectangle in a picture, in pixels from the top left corner, rounded to whole ones."""

    x: int
    y: int
    width: int
    height: int

    @classmethod
    def of(cls, box: Box, size: Size) -> PixelBox:
        """A box in a picture of this size."""
        left, top = round(box.x * size.width), round(box.y * size.height)
        right, bottom = round((box.x + box.width) * size.width), round((box.y + box.height) * size.height)
        return cls(left, top, right - left, bottom - top)


@dataclass(frozen=True, slots=True)
class Label:
    """What a model sees in a picture."""

    name: str
    """The label, as the model was trained with it."""
    confidence: float
    """From 0 to 1. Scores of single-label models share one whole; those of multi-label models are independent."""
    boxes: tuple[Box, ...] = field(default=(), repr=False)
    """Where it is, once for each time that it is there; empty where the vendor does not tell."""
    pixel_boxes: tuple[PixelBox, ...] | None = field(default=None, repr=False)
    """The same in pixels; None where the picture's size is not known."""


def labelled(name: object, score: object, *, whole: float = 1, boxes: tuple[Box, ...] = ()) -> Label:
    """A label as an answer has it, with a score that is `whole` at most.

    Raises DecodeError for what is no name or no score: the generated models do not look.
    """
    if not isinstance(name, str):
        raise DecodeError("the answer has a label that is no text")
    if isinstance(score, bool) or not isinstance(score, (int, float)) or not math.isfinite(score):
        raise DecodeError("the answer has a score that is no number")
    return Label(name, score / whole if whole != 1 else score, boxes)


def classified(
    labels: Iterable[Label], raw: Raw, *, size: Size | None, threshold: float | None = None
) -> Classification[Raw]:
    """The common result: labels of at least `threshold`, best first; equal ones keep their order."""
    kept = [label for label in labels if threshold is None or label.confidence >= threshold]
    if size is not None:
        kept = [
            replace(label, pixel_boxes=tuple(PixelBox.of(box, size) for box in label.boxes)) if label.boxes else label
            for label in kept
        ]
    kept.sort(key=lambda label: label.confidence, reverse=True)
    return Classification(tuple(kept), size, raw)


def check_threshold(threshold: float | None) -> None:
    """Raises ConfigurationError unless it is None or a number from 0 to 1."""
    if threshold is not None and (isinstance(threshold, bool) or not 0 <= threshold <= 1):
        raise ConfigurationError(f"threshold is a number from 0 to 1, not {threshold!r}")


@dataclass(frozen=True, slots=True)
class Classification(Generic[Raw]):
    """What a model sees in one picture."""

    labels: tuple[Label, ...]
    """Best first; empty when nothing passed the threshold."""
    size: Size | None
    """The picture's size, as the vendor reports it or the header of a PNG or JPEG has it; else None."""
    raw: Raw = field(repr=False)
    """The vendor's own answer, typed."""

    @property
    def top(self) -> Label | None:
        """The best label, or None when nothing passed the threshold."""
        return self.labels[0] if self.labels else None
