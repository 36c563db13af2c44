# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    ResponseModel,
)
from ..models.task_type import TaskType


@_attrs_define
class Task(ResponseModel):
    """A recognition task."""

    id: str
    """The task's id."""
    name: str
    """The task's name."""
    type_: str | TaskType
    """The task's type. The vendor may add types."""
    production_version: int | None
    """The model version that is used if a request names none. Null before the first training."""
    description: str | None = None
    """The purpose of the task."""
    last_train_status: str | None = None
    """Status of the latest training, for example `IN_TRAINING` or `TRAINED`."""
    workspace: str | None = None
    """Id of the task's workspace."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "name": self.name,
            "type": self.type_,
            "production_version": self.production_version,
        }
        if self.description is not None:
            data["description"] = self.description
        if self.last_train_status is not None:
            data["last_train_status"] = self.last_train_status
        if self.workspace is not None:
            data["workspace"] = self.workspace
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("id"),
            d.pop("name"),
            d.pop("type"),
            d.pop("production_version"),
            d.pop("description", None),
            d.pop("last_train_status", None),
            d.pop("workspace", None),
        )
        model.additional_properties = d
        return model
