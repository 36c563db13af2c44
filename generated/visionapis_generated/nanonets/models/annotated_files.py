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
class AnnotatedFiles:
    """Training images as files, with their annotations."""

    file: list[File]
    """One or more files, each a part of the same name. The server reads their content and ignores content types."""
    data: str
    """The text of a JSON list with one entry per file, identified by its name."""
    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True)
    """Fields that the API contract does not describe."""

    def to_multipart(self) -> RequestFiles:
        """Return the parts of a multipart form."""
        return [
            *file_parts("file", self.file),
            *text_parts("data", self.data),
            *(part for name, value in self.additional_properties.items() for part in text_parts(name, value)),
        ]
