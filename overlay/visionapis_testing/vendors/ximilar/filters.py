"""Which training pictures a list shows."""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .state import TrainingImage

_BOUND = re.compile(r"label_value_(?P<label>.+)__(?P<comparison>gte|lte)")
_COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {"gte": operator.ge, "lte": operator.le}
_FILTERS: Mapping[str, Callable[[TrainingImage, Any], bool]] = {
    "labels": lambda image, label: label in image.labels,
    "not_labels": lambda image, label: label not in image.labels,
    "verified": lambda image, times: image.verified == times,
    # As the contract reads it, or as Python writes it.
    "real": lambda image, real: image.real == (real in (True, "True")),
    "test": lambda image, test: image.test_image == test,
}


def chosen(images: Sequence[TrainingImage], query: Mapping[str, Any]) -> list[TrainingImage]:
    """Return the pictures that pass every filter of a query."""
    return [image for image in images if all(_passes(image, name, value) for name, value in query.items())]


def _passes(image: TrainingImage, name: str, value: Any) -> bool:
    if name in _FILTERS:
        return _FILTERS[name](image, value)
    bound = _BOUND.fullmatch(name)
    if bound is None:
        return True
    number = image.labels.get(bound["label"])
    return number is not None and _COMPARISONS[bound["comparison"]](number, value)
