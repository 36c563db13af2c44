# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from typing import Any

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    UNSET,
    Unset,
)


@_attrs_define
class Base64Record:
    """An image as base64 text. Additional fields are returned in the record of the response."""

    base64: str
    """The image's bytes as base64 text, with or without a `data:image/...;base64,` prefix."""
    noresize: bool | Unset = UNSET
    """Do not resize the image. The server shrinks images above about 1024 pixels."""
    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "_base64": self.base64,
        }
        if not isinstance(self.noresize, Unset):
            data["noresize"] = self.noresize
        return data
