# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    ResponseModel,
)


@_attrs_define
class Model(ResponseModel):
    """One version of a task."""

    id: str
    """The model's id."""
    task: str
    """Id of the model's task."""
    task_name: str
    """Name of the model's task."""
    version: int
    """The version number."""
    train_status: str
    """Status of its training, for example `TRAINED`."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "task": self.task,
            "task_name": self.task_name,
            "version": self.version,
            "train_status": self.train_status,
        }
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("id"),
            d.pop("task"),
            d.pop("task_name"),
            d.pop("version"),
            d.pop("train_status"),
        )
        model.additional_properties = d
        return model
