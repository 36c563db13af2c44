# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from typing import Any

from attrs import define as _attrs_define
from attrs import field as _attrs_field


@_attrs_define
class FileLabels:
    """The labels of a file."""

    filename: str
    """The uploaded file's name or its URL."""
    categories: list[str]
    """The file's labels, from the model's categories."""
    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "filename": self.filename,
            "categories": self.categories,
        }
        return data
