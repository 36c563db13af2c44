# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from typing import Any

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    UNSET,
    File,
    RequestFiles,
    Unset,
    file_parts,
    text_parts,
)


@_attrs_define
class ObjectDetectionPredictFilesBody:
    """Files to read, with options."""

    file: list[File]
    """One or more files, each a part of the same name. The server reads their content and ignores content types."""
    request_metadata: str | Unset = UNSET
    """Metadata of one's own, kept with the file and returned with its pages."""
    pages_to_process: str | Unset = UNSET
    """Numbers of the pages to read, separated by commas. Documented for synchronous requests only."""
    data: str | Unset = UNSET
    """The text of a JSON list that names the files; needed by the vendor's Python client only for several files."""
    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True)
    """Fields that the API contract does not describe."""

    def to_multipart(self) -> RequestFiles:
        """Return the parts of a multipart form."""
        return [
            *file_parts("file", self.file),
            *text_parts("request_metadata", self.request_metadata),
            *text_parts("pages_to_process", self.pages_to_process),
            *text_parts("data", self.data),
            *(part for name, value in self.additional_properties.items() for part in text_parts(name, value)),
        ]
