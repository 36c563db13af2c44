# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from typing import Any

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    UNSET,
    Unset,
    to_json,
)
from ..models.confidence_preset import ConfidencePreset


@_attrs_define
class BatchInference:
    """A model, several images, and options."""

    model_id: str
    """The model, as `dataset/version`."""
    image: list[InferenceImage]
    """The images. An empty list is an error."""
    confidence: ConfidencePreset | float | Unset = UNSET
    """Confidence threshold, a fraction from 0 to 1 or the name of a threshold. A single-label response omits the
    labels below it; a multi-label response lists all labels and applies it only to `predicted_classes`. Default:
    0.4."""
    disable_preproc_auto_orient: bool | None | Unset = UNSET
    """Do not rotate the image according to its EXIF orientation. This changes the reported width and height. Default:
    false."""
    disable_preproc_contrast: bool | None | Unset = UNSET
    """Skip the dataset's contrast step. Default: false."""
    disable_preproc_grayscale: bool | None | Unset = UNSET
    """Skip the dataset's greyscale step. Default: false."""
    disable_preproc_static_crop: bool | None | Unset = UNSET
    """Skip the dataset's static crop. Default: false."""
    disable_active_learning: bool | None | Unset = UNSET
    """Do not collect the images as training data. Default: false."""
    active_learning_target_dataset: str | None | Unset = UNSET
    """The dataset that collects the images as training data. Default: the model's own."""
    source: str | None | Unset = UNSET
    """Name of the caller, for the vendor's usage statistics."""
    source_info: str | None | Unset = UNSET
    """More about the caller, for the vendor's usage statistics."""
    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "model_id": self.model_id,
            "image": to_json(self.image),
        }
        if not isinstance(self.confidence, Unset):
            data["confidence"] = self.confidence
        if not isinstance(self.disable_preproc_auto_orient, Unset):
            data["disable_preproc_auto_orient"] = self.disable_preproc_auto_orient
        if not isinstance(self.disable_preproc_contrast, Unset):
            data["disable_preproc_contrast"] = self.disable_preproc_contrast
        if not isinstance(self.disable_preproc_grayscale, Unset):
            data["disable_preproc_grayscale"] = self.disable_preproc_grayscale
        if not isinstance(self.disable_preproc_static_crop, Unset):
            data["disable_preproc_static_crop"] = self.disable_preproc_static_crop
        if not isinstance(self.disable_active_learning, Unset):
            data["disable_active_learning"] = self.disable_active_learning
        if not isinstance(self.active_learning_target_dataset, Unset):
            data["active_learning_target_dataset"] = self.active_learning_target_dataset
        if not isinstance(self.source, Unset):
            data["source"] = self.source
        if not isinstance(self.source_info, Unset):
            data["source_info"] = self.source_info
        return data


from ..models.inference_image import InferenceImage  # noqa: E402
