# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
"""The resources of the nanonets API; each is loaded on first use."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from ...operation import AsyncRequestSender, RequestSender

# This module itself: so `typing.get_type_hints` finds the classes that `__getattr__` loads.
from .. import resources

if TYPE_CHECKING:
    from .image_classification import AsyncImageClassification, ImageClassification
    from .inferences import AsyncInferences, Inferences
    from .multi_label_classification import (
        AsyncMultiLabelClassification,
        MultiLabelClassification,
    )
    from .object_detection import AsyncObjectDetection, ObjectDetection
    from .ocr import AsyncOcr, Ocr

_MODULES = {
    "AsyncImageClassification": ".image_classification",
    "ImageClassification": ".image_classification",
    "AsyncMultiLabelClassification": ".multi_label_classification",
    "MultiLabelClassification": ".multi_label_classification",
    "AsyncOcr": ".ocr",
    "Ocr": ".ocr",
    "AsyncObjectDetection": ".object_detection",
    "ObjectDetection": ".object_detection",
    "AsyncInferences": ".inferences",
    "Inferences": ".inferences",
}

__all__ = (
    "AsyncResources",
    "Resources",
    "AsyncImageClassification",
    "ImageClassification",
    "AsyncMultiLabelClassification",
    "MultiLabelClassification",
    "AsyncOcr",
    "Ocr",
    "AsyncObjectDetection",
    "ObjectDetection",
    "AsyncInferences",
    "Inferences",
)


class Resources:
    """The resources of the API, synchronous."""

    def __init__(self, sender: RequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    @cached_property
    def image_classification(self) -> resources.ImageClassification:
        """Train and use models that assign one label to an image."""
        return resources.ImageClassification(self._sender)

    @cached_property
    def multi_label_classification(self) -> resources.MultiLabelClassification:
        """Train and use models that assign any number of labels to an image."""
        return resources.MultiLabelClassification(self._sender)

    @cached_property
    def ocr(self) -> resources.Ocr:
        """Train and use models that read labelled fields and tables, and read all text without a model."""
        return resources.Ocr(self._sender)

    @cached_property
    def object_detection(self) -> resources.ObjectDetection:
        """Train and use models that find labelled boxes. The routes also serve OCR models."""
        return resources.ObjectDetection(self._sender)

    @cached_property
    def inferences(self) -> resources.Inferences:
        """Get pages that OCR models have read, with people's reviews."""
        return resources.Inferences(self._sender)


class AsyncResources:
    """The resources of the API, asynchronous."""

    def __init__(self, sender: AsyncRequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    @cached_property
    def image_classification(self) -> resources.AsyncImageClassification:
        """Train and use models that assign one label to an image."""
        return resources.AsyncImageClassification(self._sender)

    @cached_property
    def multi_label_classification(self) -> resources.AsyncMultiLabelClassification:
        """Train and use models that assign any number of labels to an image."""
        return resources.AsyncMultiLabelClassification(self._sender)

    @cached_property
    def ocr(self) -> resources.AsyncOcr:
        """Train and use models that read labelled fields and tables, and read all text without a model."""
        return resources.AsyncOcr(self._sender)

    @cached_property
    def object_detection(self) -> resources.AsyncObjectDetection:
        """Train and use models that find labelled boxes. The routes also serve OCR models."""
        return resources.AsyncObjectDetection(self._sender)

    @cached_property
    def inferences(self) -> resources.AsyncInferences:
        """Get pages that OCR models have read, with people's reviews."""
        return resources.AsyncInferences(self._sender)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> object:
    if name in _MODULES:
        found = globals()[name] = getattr(import_module(_MODULES[name], __name__), name)
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
