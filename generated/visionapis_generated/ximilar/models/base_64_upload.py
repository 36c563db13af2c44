# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
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
class Base64Upload:
    """A training image as base64 text."""

    base64: str
    """The image's bytes as base64 text, with or without a `data:image/...;base64,` prefix."""
    meta_data: MetaData | Unset = UNSET
    """A JSON object of one's own."""
    noresize: bool | Unset = UNSET
    """Do not resize the image."""
    test_image: bool | Unset = UNSET
    """Use the image only for testing, never for training."""
    workspace: str | Unset = UNSET
    """Id of the workspace. Default: the default workspace of the token's user."""
    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "base64": self.base64,
        }
        if not isinstance(self.meta_data, Unset):
            data["meta_data"] = to_json(self.meta_data)
        if not isinstance(self.noresize, Unset):
            data["noresize"] = self.noresize
        if not isinstance(self.test_image, Unset):
            data["test_image"] = self.test_image
        if not isinstance(self.workspace, Unset):
            data["workspace"] = self.workspace
        return data


from ..models.meta_data import MetaData  # noqa: E402
