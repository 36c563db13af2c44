# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
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
class TrainingData(ResponseModel):
    """The accepted training images and their model."""

    meta: TrainingMeta
    """The model of the training data. In the response with the annotations these fields are in lower case."""
    data: list[TrainingImage]
    """One entry per image."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "Meta": to_json(self.meta),
            "Data": to_json(self.data),
        }
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            TrainingMeta.from_dict(d.pop("Meta")),
            [TrainingImage.from_dict(item) for item in d.pop("Data")],
        )
        model.additional_properties = d
        return model


from ..models.training_image import TrainingImage  # noqa: E402
from ..models.training_meta import TrainingMeta  # noqa: E402
