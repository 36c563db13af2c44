# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from typing import Any, Literal

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    RequestFiles,
    text_parts,
)


@_attrs_define
class CacheRequest:
    """A request for the results of earlier calls."""

    type_: Literal["cache"]
    """Read the results of earlier calls."""
    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True)
    """Fields that the API contract does not describe."""

    def to_multipart(self) -> RequestFiles:
        """Return the parts of a multipart form."""
        return [
            *text_parts("type", self.type_),
            *(part for name, value in self.additional_properties.items() for part in text_parts(name, value)),
        ]
