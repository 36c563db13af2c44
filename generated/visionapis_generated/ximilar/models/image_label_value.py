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
class ImageLabelValue:
    """A regression label on a training image, with its new number."""

    label_id: str
    """The label's id."""
    value: float
    """The new number."""
    workspace: str | Unset = UNSET
    """Id of the workspace. Default: the default workspace of the token's user."""
    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "label_id": self.label_id,
            "value": self.value,
        }
        if not isinstance(self.workspace, Unset):
            data["workspace"] = self.workspace
        return data
