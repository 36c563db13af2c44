# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from typing import Any

from attrs import define as _attrs_define
from attrs import field as _attrs_field


@_attrs_define
class ImageUrls:
    """Images by URL; the name is repeated for each. Clients also send the model's id in `modelId`, which the server
    ignores."""

    urls: list[str]
    """URLs for the server to fetch, each of a PNG, JPEG or PDF file."""
    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "urls": self.urls,
        }
        return data
