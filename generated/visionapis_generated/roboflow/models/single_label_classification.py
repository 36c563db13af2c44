# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    ResponseModel,
    to_json,
)


@_attrs_define
class SingleLabelClassification(ResponseModel):
    """The labels of a single-label model. The scores of all labels, including the omitted ones, sum to 1. An anomaly
    model adds fields of its own."""

    image: ImageSize
    """Size of the image as the model saw it, after rotating a JPEG, PNG or TIFF according to its orientation; the EXIF
    data of other formats, and an orientation in XMP, are ignored. The older of the server's two engines swaps width
    and height for multi-label models."""
    predictions: list[LabelPrediction]
    """The labels that reach the threshold, best first; empty if none does."""
    top: str
    """The best label, or an empty string if none reaches the threshold."""
    confidence: float
    """Score of the best label, from 0 to 1; 0 if none reaches the threshold."""
    inference_id: str | None = None
    """The server's id of this inference."""
    time: float | None = None
    """Processing time in seconds, including preprocessing, excluding the network."""
    resolved_model: ResolvedModel | None = None
    """The build of the model that classified the image. Sent by servers from version 1.8."""
    visualization: str | None = None
    """A JPEG with the labels drawn on it, as base64 text. Present only with `format=image_and_json`."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "image": to_json(self.image),
            "predictions": to_json(self.predictions),
            "top": self.top,
            "confidence": self.confidence,
        }
        if self.inference_id is not None:
            data["inference_id"] = self.inference_id
        if self.time is not None:
            data["time"] = self.time
        if self.resolved_model is not None:
            data["resolved_model"] = to_json(self.resolved_model)
        if self.visualization is not None:
            data["visualization"] = self.visualization
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            ImageSize.from_dict(d.pop("image")),
            [LabelPrediction.from_dict(item) for item in d.pop("predictions")],
            d.pop("top"),
            d.pop("confidence"),
            d.pop("inference_id", None),
            d.pop("time", None),
            value if (value := d.pop("resolved_model", None)) is None else ResolvedModel.from_dict(value),
            d.pop("visualization", None),
        )
        model.additional_properties = d
        return model


from ..models.image_size import ImageSize  # noqa: E402
from ..models.label_prediction import LabelPrediction  # noqa: E402
from ..models.resolved_model import ResolvedModel  # noqa: E402
