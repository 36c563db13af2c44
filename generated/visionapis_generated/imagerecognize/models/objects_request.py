# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from typing import Any, Literal

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    File,
    RequestFiles,
    file_parts,
    text_parts,
)


@_attrs_define
class ObjectsRequest:
    """A request for objects."""

    type_: Literal["objects"]
    """Find objects."""
    file: File
    """The image's bytes, PNG or JPEG, at most 50 MB. The vendor documents no limit in pixels."""
    max_labels: int
    """Maximum number of objects in the response, 1 or more."""
    min_confidence: int
    """Minimum confidence of an object in the response, in whole percent from 0 to 100."""
    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True)
    """Fields that the API contract does not describe."""

    def to_multipart(self) -> RequestFiles:
        """Return the parts of a multipart form."""
        return [
            *text_parts("type", self.type_),
            *file_parts("file", self.file),
            *text_parts("max_labels", self.max_labels),
            *text_parts("min_confidence", self.min_confidence),
            *(part for name, value in self.additional_properties.items() for part in text_parts(name, value)),
        ]
