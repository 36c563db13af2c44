# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    ResponseModel,
)


@_attrs_define
class BoundingBox(ResponseModel):
    """A rectangle, in fractions of the image's width and height; `x` and `y` are its upper left corner. The image is
    upright, with its EXIF orientation applied, but not one in XMP; the rectangle may extend beyond it."""

    x: float
    """Left edge, from 0 to 1."""
    y: float
    """Upper edge, from 0 to 1."""
    width: float
    """Width, from 0 to 1."""
    height: float
    """Height, from 0 to 1."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "x": self.x,
            "y": self.y,
            "width": self.width,
            "height": self.height,
        }
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("x"),
            d.pop("y"),
            d.pop("width"),
            d.pop("height"),
        )
        model.additional_properties = d
        return model
