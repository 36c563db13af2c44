# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
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
class FileAnnotations:
    """The annotations of a file."""

    filename: str
    """The uploaded file's name or its URL."""
    object_: list[AnnotatedBox] | Unset = UNSET
    """The boxes on the image. Omitted if the file is only named, as in a prediction for several files."""
    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "filename": self.filename,
        }
        if not isinstance(self.object_, Unset):
            data["object"] = to_json(self.object_)
        return data


from ..models.annotated_box import AnnotatedBox  # noqa: E402
