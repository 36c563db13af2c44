# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    UNSET,
    ResponseModel,
    Unset,
    to_json,
)


@_attrs_define
class AnnotatedBox(ResponseModel):
    """A box drawn by a person, with its label and text."""

    name: str
    """The label, one of the model's categories."""
    bndbox: BoundingBox
    """Corners of a box, in pixels from the image's top left."""
    ocr_text: str | Unset = UNSET
    """The text in the box; OCR models learn from it."""
    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "name": self.name,
            "bndbox": to_json(self.bndbox),
        }
        if not isinstance(self.ocr_text, Unset):
            data["ocr_text"] = self.ocr_text
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("name"),
            BoundingBox.from_dict(d.pop("bndbox")),
            d.pop("ocr_text", UNSET),
        )
        model.additional_properties = d
        return model


from ..models.bounding_box import BoundingBox  # noqa: E402
