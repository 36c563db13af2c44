# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
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
class ImageClassificationPredictFilesBody:
    """The fields of the request."""

    file: list[File]
    """One or more files, each a part of the same name. The server reads their content and ignores content types."""
    model_id: str
    """The model's id."""
    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True)
    """Fields that the API contract does not describe."""

    def to_multipart(self) -> RequestFiles:
        """Return the parts of a multipart form."""
        return [
            *file_parts("file", self.file),
            *text_parts("modelId", self.model_id),
            *(part for name, value in self.additional_properties.items() for part in text_parts(name, value)),
        ]
