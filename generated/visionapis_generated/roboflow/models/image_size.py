# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    ResponseModel,
)


@_attrs_define
class ImageSize(ResponseModel):
    """Size of the image as the model saw it, after rotating a JPEG, PNG or TIFF according to its orientation; the EXIF
    data of other formats, and an orientation in XMP, are ignored. The older of the server's two engines swaps width
    and height for multi-label models."""

    width: int
    """Width in pixels."""
    height: int
    """Height in pixels."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "width": self.width,
            "height": self.height,
        }
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("width"),
            d.pop("height"),
        )
        model.additional_properties = d
        return model
