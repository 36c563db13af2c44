# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from typing import Any

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import File, RequestFiles


@_attrs_define
class ImageUpload:
    """An image as a multipart file."""

    file: File
    """The image's bytes. The part needs a file name; its content type is ignored."""
    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True)
    """Fields that the API contract does not describe."""

    def to_multipart(self) -> RequestFiles:
        """Return the parts of a multipart form."""
        files: RequestFiles = []
        files.append(("file", self.file.to_tuple()))

        for name, value in self.additional_properties.items():
            if value is not None:
                files.append((name, (None, str(value).encode(), "text/plain")))

        return files
