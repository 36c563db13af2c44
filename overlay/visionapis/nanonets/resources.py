"""Classes of the clients' attributes, such as `Nanonets.ocr`, for annotations; each is imported on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visionapis_generated.nanonets.resources.image_classification import (
        AsyncImageClassification,
        ImageClassification,
    )
    from visionapis_generated.nanonets.resources.inferences import AsyncInferences, Inferences
    from visionapis_generated.nanonets.resources.multi_label_classification import (
        AsyncMultiLabelClassification,
        MultiLabelClassification,
    )
    from visionapis_generated.nanonets.resources.object_detection import AsyncObjectDetection, ObjectDetection
    from visionapis_generated.nanonets.resources.ocr import AsyncOcr, Ocr

_MODULES = {
    "AsyncImageClassification": "image_classification",
    "AsyncInferences": "inferences",
    "AsyncMultiLabelClassification": "multi_label_classification",
    "AsyncObjectDetection": "object_detection",
    "AsyncOcr": "ocr",
    "ImageClassification": "image_classification",
    "Inferences": "inferences",
    "MultiLabelClassification": "multi_label_classification",
    "ObjectDetection": "object_detection",
    "Ocr": "ocr",
}

__all__ = [
    "AsyncImageClassification",
    "AsyncInferences",
    "AsyncMultiLabelClassification",
    "AsyncObjectDetection",
    "AsyncOcr",
    "ImageClassification",
    "Inferences",
    "MultiLabelClassification",
    "ObjectDetection",
    "Ocr",
]

if not TYPE_CHECKING:  # else type checkers would accept any name

    def __getattr__(name: str) -> object:
        # https://peps.python.org/pep-0562/
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(
            import_module(f"visionapis_generated.nanonets.resources.{_MODULES[name]}"), name
        )
        return found


def __dir__() -> list[str]:
    return __all__
