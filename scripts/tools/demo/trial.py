"""A trial: the predictions of one client, and how good they are."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING, Any

from visionapis import VisionAPIError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visionapis import Classification

    from .digits import Sample

TARGET = 0.95  # the accuracy to reach


@dataclass(frozen=True)
class Prediction:
    """The best label that a client returned for an image."""

    sample: Sample
    label: str
    """Empty when no label was returned."""
    confidence: float
    error: VisionAPIError | None = None

    @property
    def correct(self) -> bool:
        """Whether the label is that of the image."""
        return self.label == self.sample.label


@dataclass(frozen=True)
class Trial:
    """The predictions of one client."""

    client: str
    about: str
    trained: int
    """The number of images used for training."""
    requests: int
    """The number of requests that the predictions took."""
    seconds: float
    """The time that the predictions took."""
    predictions: Sequence[Prediction]

    @property
    def vendor(self) -> str:
        """The vendor's name."""
        return self.client.removeprefix("Async")

    @property
    def accuracy(self) -> float:
        """The fraction of correct predictions; a failed call counts as incorrect."""
        return fmean(each.correct for each in self.predictions)

    @property
    def passed(self) -> bool:
        """Whether the accuracy reaches the target."""
        return self.accuracy >= TARGET

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """Training images, predictions, requests and time per image, as text."""
        milliseconds = 1000 * self.seconds / len(self.predictions)
        return f"{self.trained:,}", f"{len(self.predictions):,}", f"{self.requests:,}", f"{milliseconds:.1f} ms"


def predict(sample: Sample, result: Classification[Any] | BaseException) -> Prediction:
    """Return the prediction of a result. Raises an exception that is not a VisionAPIError."""
    if isinstance(result, VisionAPIError):
        return Prediction(sample, "", 0.0, result)
    if isinstance(result, BaseException):
        raise result
    return Prediction(sample, result.top.name, result.top.confidence) if result.top else Prediction(sample, "", 0.0)
