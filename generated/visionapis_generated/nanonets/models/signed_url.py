# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    ResponseModel,
)


@_attrs_define
class SignedUrl(ResponseModel):
    """URLs of an image in several forms."""

    original: str | None = None
    """The image."""
    original_compressed: str | None = None
    """A compressed copy."""
    thumbnail: str | None = None
    """A thumbnail."""
    acw_rotate_90: str | None = None
    """A copy rotated 90 degrees anticlockwise."""
    acw_rotate_180: str | None = None
    """A copy rotated 180 degrees."""
    acw_rotate_270: str | None = None
    """A copy rotated 270 degrees anticlockwise."""
    original_with_long_expiry: str | None = None
    """The image, at a URL with a long expiry."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
        }
        if self.original is not None:
            data["original"] = self.original
        if self.original_compressed is not None:
            data["original_compressed"] = self.original_compressed
        if self.thumbnail is not None:
            data["thumbnail"] = self.thumbnail
        if self.acw_rotate_90 is not None:
            data["acw_rotate_90"] = self.acw_rotate_90
        if self.acw_rotate_180 is not None:
            data["acw_rotate_180"] = self.acw_rotate_180
        if self.acw_rotate_270 is not None:
            data["acw_rotate_270"] = self.acw_rotate_270
        if self.original_with_long_expiry is not None:
            data["original_with_long_expiry"] = self.original_with_long_expiry
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("original", None),
            d.pop("original_compressed", None),
            d.pop("thumbnail", None),
            d.pop("acw_rotate_90", None),
            d.pop("acw_rotate_180", None),
            d.pop("acw_rotate_270", None),
            d.pop("original_with_long_expiry", None),
        )
        model.additional_properties = d
        return model
