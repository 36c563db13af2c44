# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from typing import Any

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    UNSET,
    Unset,
)
from ..models.task_type import TaskType


@_attrs_define
class NewTask:
    """A task to create."""

    name: str
    """The task's name."""
    type_: TaskType
    """`multi_class` assigns exactly one label to an image, `multi_label` any number of labels, `regression` a number."""
    description: str | None | Unset = UNSET
    """The purpose of the task."""
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
        if not isinstance(self.workspace, Unset):
            data["workspace"] = self.workspace
        return data
