# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from typing import Any

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.inference_image_type import InferenceImageType


@_attrs_define
class InferenceImage:
    """An image, as base64 text or by its URL."""

    type_: InferenceImageType
    """`base64`, or `url` for an image that the server fetches. Unless the server is configured otherwise, it fetches
    only https URLs with a public host name."""
    value: str
    """The base64 text, in the standard alphabet and with padding, or the URL."""
    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type_,
            "value": self.value,
        }
        return data
