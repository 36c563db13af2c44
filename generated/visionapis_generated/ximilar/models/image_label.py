# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    ResponseModel,
    to_json,
)
from ..models.label_type import LabelType


@_attrs_define
class ImageLabel(ResponseModel):
    """A label on a training image."""

    id: str
    """The label's id."""
    name: str
    """The label's name."""
    type_: LabelType | str | None = None
    """The label's type. The vendor may add types."""
    description: str | None = None
    """The meaning of the label."""
    output_name: str | None = None
    """The name to display. If it is null or absent, the label's own name is displayed."""
    images_count: int | None = None
    """Number of training images with this label."""
    tasks_count: int | None = None
    """Number of tasks the label is connected to."""
    objects_count: int | None = None
    """Number of objects of the vendor's detection service with this label."""
    negative_for_task: str | None = None
    """Id of the task if this is the negative label of a `multi_label` task, the label for images that show none of the
    others; null for every other label."""
    recognition_tasks: list[ChildTask] | None = None
    """The label's child tasks in the vendor's annotation tool. Only present if a single label is requested."""
    workspace: str | None = None
    """Id of the label's workspace."""
    value: float | None = None
    """The label's number on this image, for regression."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "name": self.name,
        }
        if self.type_ is not None:
            data["type"] = self.type_
        if self.description is not None:
            data["description"] = self.description
        if self.output_name is not None:
            data["output_name"] = self.output_name
        if self.images_count is not None:
            data["images_count"] = self.images_count
        if self.tasks_count is not None:
            data["tasks_count"] = self.tasks_count
        if self.objects_count is not None:
            data["objects_count"] = self.objects_count
        if self.negative_for_task is not None:
            data["negative_for_task"] = self.negative_for_task
        if self.recognition_tasks is not None:
            data["recognition_tasks"] = to_json(self.recognition_tasks)
        if self.workspace is not None:
            data["workspace"] = self.workspace
        if self.value is not None:
            data["value"] = self.value
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("id"),
            d.pop("name"),
            d.pop("type", None),
            d.pop("description", None),
            d.pop("output_name", None),
            d.pop("images_count", None),
            d.pop("tasks_count", None),
            d.pop("objects_count", None),
            d.pop("negative_for_task", None),
            value
            if (value := d.pop("recognition_tasks", None)) is None
            else [ChildTask.from_dict(item) for item in value],
            d.pop("workspace", None),
            d.pop("value", None),
        )
        model.additional_properties = d
        return model


from ..models.child_task import ChildTask  # noqa: E402
