# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from typing import Any

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import UNSET, File, RequestFiles, Unset


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
        files: RequestFiles = []
        for item in self.file:
            files.append(("file", item.to_tuple()))

        if not isinstance(self.request_metadata, Unset):
            if self.request_metadata is not None:
                files.append(("request_metadata", (None, str(self.request_metadata).encode(), "text/plain")))

        if not isinstance(self.pages_to_process, Unset):
            if self.pages_to_process is not None:
                files.append(("pages_to_process", (None, str(self.pages_to_process).encode(), "text/plain")))

        if not isinstance(self.data, Unset):
            if self.data is not None:
                files.append(("data", (None, str(self.data).encode(), "text/plain")))

        for name, value in self.additional_properties.items():
            if value is not None:
                files.append((name, (None, str(value).encode(), "text/plain")))

        return files
