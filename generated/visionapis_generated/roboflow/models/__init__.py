# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
"""The models of requests and responses; each is loaded on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .confidence_preset import ConfidencePreset
    from .image_size import ImageSize
    from .image_upload import ImageUpload
    from .label_prediction import LabelPrediction
    from .label_score import LabelScore
    from .label_scores import LabelScores
    from .multi_label_classification import MultiLabelClassification
    from .resolved_model import ResolvedModel
    from .response_format import ResponseFormat
    from .single_label_classification import SingleLabelClassification

_MODULES = {
    "ConfidencePreset": ".confidence_preset",
    "ImageSize": ".image_size",
    "ImageUpload": ".image_upload",
    "LabelPrediction": ".label_prediction",
    "LabelScore": ".label_score",
    "LabelScores": ".label_scores",
    "MultiLabelClassification": ".multi_label_classification",
    "ResolvedModel": ".resolved_model",
    "ResponseFormat": ".response_format",
    "SingleLabelClassification": ".single_label_classification",
}

__all__ = (
    "ConfidencePreset",
    "ImageSize",
    "ImageUpload",
    "LabelPrediction",
    "LabelScore",
    "LabelScores",
    "MultiLabelClassification",
    "ResolvedModel",
    "ResponseFormat",
    "SingleLabelClassification",
)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> object:
    if name in _MODULES:
        found = globals()[name] = getattr(import_module(_MODULES[name], __name__), name)
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
