# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from typing import Any

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    UNSET,
    Unset,
)
from ..models.label_type import LabelType


@_attrs_define
class NewLabel:
    """A label to create."""

    name: str
    """The label's name."""
    type_: LabelType
    """`category` for tasks of type `multi_class`, `tag` for `multi_label`, `value` for `regression`."""
    description: str | None | Unset = UNSET
    """The meaning of the label."""
    output_name: str | None | Unset = UNSET
    """The name to display in place of the label's own."""
    workspace: str | Unset = UNSET
    """Id of the workspace. Default: the default workspace of the token's user."""
    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "name": self.name,
            "type": self.type_,
        }
        if not isinstance(self.description, Unset):
            data["description"] = self.description
        if not isinstance(self.output_name, Unset):
            data["output_name"] = self.output_name
        if not isinstance(self.workspace, Unset):
            data["workspace"] = self.workspace
        return data
