# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from typing import Any

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import UNSET, File, RequestFiles, Unset


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
        files: RequestFiles = []
        files.append(("img_path", self.img_path.to_tuple()))

        if not isinstance(self.meta_data, Unset):
            if self.meta_data is not None:
                files.append(("meta_data", (None, str(self.meta_data).encode(), "text/plain")))

        if not isinstance(self.noresize, Unset):
            if self.noresize is not None:
                files.append(("noresize", (None, b"true" if self.noresize else b"false", "text/plain")))

        if not isinstance(self.test_image, Unset):
            if self.test_image is not None:
                files.append(("test_image", (None, b"true" if self.test_image else b"false", "text/plain")))

        if not isinstance(self.workspace, Unset):
            if self.workspace is not None:
                files.append(("workspace", (None, str(self.workspace).encode(), "text/plain")))

        for name, value in self.additional_properties.items():
            if value is not None:
                files.append((name, (None, str(value).encode(), "text/plain")))

        return files
