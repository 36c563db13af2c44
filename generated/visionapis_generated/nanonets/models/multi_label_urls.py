# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from typing import Any

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    RequestFiles,
    text_parts,
)


@_attrs_define
class MultiLabelUrls:
    """Training images by URL, each with its labels."""

    urls: list[str]
    """URLs for the server to fetch, each of a PNG, JPEG or PDF file."""
    data: str
    """The text of a JSON list with one entry per URL, identified by its name."""
    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True)
    """Fields that the API contract does not describe."""

    def to_multipart(self) -> RequestFiles:
        """Return the parts of a multipart form."""
        return [
            *text_parts("urls", self.urls),
            *text_parts("data", self.data),
            *(part for name, value in self.additional_properties.items() for part in text_parts(name, value)),
        ]
