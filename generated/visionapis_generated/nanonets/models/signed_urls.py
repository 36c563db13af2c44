# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    ResponseModel,
    to_json,
)


@_attrs_define
class SignedUrls(ResponseModel):
    """URLs at which the images can be fetched without a key, by their path in the vendor's storage. Keep them secret
    while they are valid: 4 hours, or 180 days for those with a long expiry."""

    additional_properties: dict[str, SignedUrl] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **{name: to_json(value) for name, value in self.additional_properties.items()},
        }
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls()
        model.additional_properties = {name: SignedUrl.from_dict(value) for name, value in d.items()}
        return model


from ..models.signed_url import SignedUrl  # noqa: E402
