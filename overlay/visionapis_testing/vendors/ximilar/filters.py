"""The filters of lists of training images."""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .state import TrainingImage

_VALUE_FILTER = re.compile(r"label_value_(?P<label>.+)__(?P<comparison>gte|lte)")
_COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {"gte": operator.ge, "lte": operator.le}
_FILTERS: Mapping[str, Callable[[TrainingImage, Any], bool]] = {
    "labels": lambda image, label: label in image.labels,
    "not_labels": lambda image, label: label not in image.labels,
    "verified": lambda image, times: image.verified == times,
    # True as the contract reads it, or "True" as the vendor's Python client writes it.
    "real": lambda image, real: image.real == (real in (True, "True")),
    "test": lambda image, test: image.test_image == test,
}


def filter_images(images: Sequence[TrainingImage], query: Mapping[str, Any]) -> list[TrainingImage]:
    """Return the images that match every filter of a query string."""
    return [image for image in images if all(_matches(image, name, value) for name, value in query.items())]


def _matches(image: TrainingImage, name: str, value: Any) -> bool:
    if name in _FILTERS:
        return _FILTERS[name](image, value)
    value_filter = _VALUE_FILTER.fullmatch(name)
    if value_filter is None:
        return True
    label_value = image.labels.get(value_filter["label"])
    return label_value is not None and _COMPARISONS[value_filter["comparison"]](label_value, value)
