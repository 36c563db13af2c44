# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from typing import Any

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    UNSET,
    Unset,
    to_json,
)


@_attrs_define
class AnnotatedUrls:
    """Training images by URL, with their annotations."""

    urls: list[str]
    """URLs for the server to fetch, each of a PNG, JPEG or PDF file."""
    data: list[FileAnnotations] | Unset = UNSET
    """One entry per URL, identified by its name."""
    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "urls": self.urls,
        }
        if not isinstance(self.data, Unset):
            data["data"] = to_json(self.data)
        return data


from ..models.file_annotations import FileAnnotations  # noqa: E402
