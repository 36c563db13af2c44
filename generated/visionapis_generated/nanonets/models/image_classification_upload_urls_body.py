# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from typing import Any

from attrs import define as _attrs_define
from attrs import field as _attrs_field


@_attrs_define
class ImageClassificationUploadUrlsBody:
    """The fields of the request."""

    category: str
    """The label of all images in this request; one of the model's categories."""
    model_id: str
    """The model's id."""
    urls: list[str]
    """URLs for the server to fetch, each of a PNG, JPEG or PDF file."""
    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "category": self.category,
            "modelId": self.model_id,
            "urls": self.urls,
        }
        return data
