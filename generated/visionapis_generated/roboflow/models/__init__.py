# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
"""The data that requests and answers carry; each is loaded on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .answer_format import AnswerFormat
    from .confidence_preset import ConfidencePreset
    from .label_prediction import LabelPrediction
    from .label_score import LabelScore
    from .label_scores import LabelScores
    from .multi_label_classification import MultiLabelClassification
    from .picture_size import PictureSize
    from .picture_upload import PictureUpload
    from .resolved_model import ResolvedModel
    from .single_label_classification import SingleLabelClassification

_MODULES = {
    "AnswerFormat": ".answer_format",
    "ConfidencePreset": ".confidence_preset",
    "LabelPrediction": ".label_prediction",
    "LabelScore": ".label_score",
    "LabelScores": ".label_scores",
    "MultiLabelClassification": ".multi_label_classification",
    "PictureSize": ".picture_size",
    "PictureUpload": ".picture_upload",
    "ResolvedModel": ".resolved_model",
    "SingleLabelClassification": ".single_label_classification",
}

__all__ = (
    "AnswerFormat",
    "ConfidencePreset",
    "LabelPrediction",
    "LabelScore",
    "LabelScores",
    "MultiLabelClassification",
    "PictureSize",
    "PictureUpload",
    "ResolvedModel",
    "SingleLabelClassification",
)


def __getattr__(name: str) -> object:
    if name in _MODULES:
        found = globals()[name] = getattr(import_module(_MODULES[name], __name__), name)
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
