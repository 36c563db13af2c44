# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
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
class DetectedObject(ResponseModel):
    """A kind of object."""

    name: str
    """Its name."""
    confidence: float
    """Confidence in percent, from 0 to 100."""
    coordinates: list[BoundingBox] | None = None
    """Its places, one box each; empty for what fills the whole image, such as a scene."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "name": self.name,
            "confidence": self.confidence,
        }
        if self.coordinates is not None:
            data["coordinates"] = to_json(self.coordinates)
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("name"),
            d.pop("confidence"),
            value if (value := d.pop("coordinates", None)) is None else [BoundingBox.from_dict(item) for item in value],
        )
        model.additional_properties = d
        return model


from ..models.bounding_box import BoundingBox  # noqa: E402
