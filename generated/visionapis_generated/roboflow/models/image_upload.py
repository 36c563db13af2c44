# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from typing import Any

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    File,
    RequestFiles,
    file_parts,
    text_parts,
)


@_attrs_define
class ImageUpload:
    """An image as a multipart file."""

    file: File
    """The image's bytes. The part needs a file name; its content type is ignored."""
    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True)
    """Fields that the API contract does not describe."""

    def to_multipart(self) -> RequestFiles:
        """Return the parts of a multipart form."""
        return [
            *file_parts("file", self.file),
            *(part for name, value in self.additional_properties.items() for part in text_parts(name, value)),
        ]
