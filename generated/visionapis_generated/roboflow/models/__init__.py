# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
"""The models of requests and responses; each is loaded on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .batch_inference import BatchInference
    from .confidence_preset import ConfidencePreset
    from .image_inference import ImageInference
    from .image_size import ImageSize
    from .image_upload import ImageUpload
    from .inference_image import InferenceImage
    from .inference_image_type import InferenceImageType
    from .label_prediction import LabelPrediction
    from .label_score import LabelScore
    from .label_scores import LabelScores
    from .loaded_model import LoadedModel
    from .loaded_models import LoadedModels
    from .model_to_add import ModelToAdd
    from .model_to_remove import ModelToRemove
    from .multi_label_classification import MultiLabelClassification
    from .resolved_model import ResolvedModel
    from .response_format import ResponseFormat
    from .server_info import ServerInfo
    from .server_status import ServerStatus
    from .single_label_classification import SingleLabelClassification

_MODULES = {
    "BatchInference": ".batch_inference",
    "ConfidencePreset": ".confidence_preset",
    "ImageInference": ".image_inference",
    "ImageSize": ".image_size",
    "ImageUpload": ".image_upload",
    "InferenceImage": ".inference_image",
    "InferenceImageType": ".inference_image_type",
    "LabelPrediction": ".label_prediction",
    "LabelScore": ".label_score",
    "LabelScores": ".label_scores",
    "LoadedModel": ".loaded_model",
    "LoadedModels": ".loaded_models",
    "ModelToAdd": ".model_to_add",
    "ModelToRemove": ".model_to_remove",
    "MultiLabelClassification": ".multi_label_classification",
    "ResolvedModel": ".resolved_model",
    "ResponseFormat": ".response_format",
    "ServerInfo": ".server_info",
    "ServerStatus": ".server_status",
    "SingleLabelClassification": ".single_label_classification",
}

__all__ = (
    "BatchInference",
    "ConfidencePreset",
    "ImageInference",
    "ImageSize",
    "ImageUpload",
    "InferenceImage",
    "InferenceImageType",
    "LabelPrediction",
    "LabelScore",
    "LabelScores",
    "LoadedModel",
    "LoadedModels",
    "ModelToAdd",
    "ModelToRemove",
    "MultiLabelClassification",
    "ResolvedModel",
    "ResponseFormat",
    "ServerInfo",
    "ServerStatus",
    "SingleLabelClassification",
)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> object:
    if name in _MODULES:
        found = globals()[name] = getattr(import_module(_MODULES[name], __name__), name)
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
