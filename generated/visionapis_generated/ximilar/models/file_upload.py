# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
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
class FileUpload:
    """A training image as a multipart file."""

    img_path: File
    """The image's bytes."""
    meta_data: str | Unset = UNSET
    """Metadata to keep with the image, as the text of a JSON object."""
    noresize: bool | Unset = UNSET
    """Do not resize the image."""
    test_image: bool | Unset = UNSET
    """Use the image only for testing, never for training."""
    workspace: str | Unset = UNSET
    """Id of the workspace. Default: the default workspace of the token's user."""
    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True)
    """Fields that the API contract does not describe."""

    def to_multipart(self) -> RequestFiles:
        """Return the parts of a multipart form."""
        return [
            *file_parts("img_path", self.img_path),
            *text_parts("meta_data", self.meta_data),
            *text_parts("noresize", self.noresize),
            *text_parts("test_image", self.test_image),
            *text_parts("workspace", self.workspace),
            *(part for name, value in self.additional_properties.items() for part in text_parts(name, value)),
        ]
