"""Roboflow: trained models that classify a picture, on the vendor's hosts or on your own."""

from typing import TYPE_CHECKING

from .client import AsyncRoboflow, Preprocessing, Roboflow
from .requests import Confidence

if TYPE_CHECKING:
    from visionapis_generated.roboflow.models import MultiLabelClassification, SingleLabelClassification

__all__ = [
    "AsyncRoboflow",
    "Confidence",
    "MultiLabelClassification",
    "Preprocessing",
    "Roboflow",
    "SingleLabelClassification",
]


def __getattr__(name: str) -> object:
    # Answers are loaded when they are first used (PEP 562), as everywhere.
    if name in {"MultiLabelClassification", "SingleLabelClassification"}:
        from visionapis_generated.roboflow import models

        return getattr(models, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
