# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.label_type import LabelType, check_label_type
from ..types import UNSET, Unset

T = TypeVar("T", bound="ImageLabel")


@_attrs_define
class ImageLabel:
    """A label on a training picture."""

    id: str
    """ The label's id. """
    name: str
    """ The label's name. """
    type_: LabelType | str | Unset = UNSET
    """ The label's type. """
    description: None | str | Unset = UNSET
    """ What the label stands for. """
    output_name: None | str | Unset = UNSET
    """ The name to show. Where it is null or missing the client shows the label's own. """
    images_count: int | Unset = UNSET
    """ How many training pictures carry the label. """
    tasks_count: int | Unset = UNSET
    """ How many tasks the label is connected to. """
    objects_count: int | Unset = UNSET
    """ How many objects of the vendor's detection service carry the label. """
    negative_for_task: None | str | Unset = UNSET
    """ Set on the negative label of a `multi_label` task, the label for pictures that show none of the others;
    null on every other label. The client asks only whether it is set; that it is the task's id is believed.
     """
    recognition_tasks: list[ChildTask] | Unset = UNSET
    """ The label's child tasks in the vendor's annotation tool. Only where one label is asked for. """
    workspace: str | Unset = UNSET
    """ Id of the label's workspace. """
    value: float | None | Unset = UNSET
    """ The label's number on this picture, for regression. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        type_: str | Unset
        if isinstance(self.type_, Unset):
            type_ = UNSET
        elif isinstance(self.type_, str):
            type_ = self.type_
        else:
            type_ = self.type_

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        output_name: None | str | Unset
        if isinstance(self.output_name, Unset):
            output_name = UNSET
        else:
            output_name = self.output_name

        images_count = self.images_count

        tasks_count = self.tasks_count

        objects_count = self.objects_count

        negative_for_task: None | str | Unset
        if isinstance(self.negative_for_task, Unset):
            negative_for_task = UNSET
        else:
            negative_for_task = self.negative_for_task

        recognition_tasks: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.recognition_tasks, Unset):
            recognition_tasks = []
            for recognition_tasks_item_data in self.recognition_tasks:
                recognition_tasks_item = recognition_tasks_item_data.to_dict()
                recognition_tasks.append(recognition_tasks_item)

        workspace = self.workspace

        value: float | None | Unset
        if isinstance(self.value, Unset):
            value = UNSET
        else:
            value = self.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
            }
        )
        if type_ is not UNSET:
            field_dict["type"] = type_
        if description is not UNSET:
            field_dict["description"] = description
        if output_name is not UNSET:
            field_dict["output_name"] = output_name
        if images_count is not UNSET:
            field_dict["images_count"] = images_count
        if tasks_count is not UNSET:
            field_dict["tasks_count"] = tasks_count
        if objects_count is not UNSET:
            field_dict["objects_count"] = objects_count
        if negative_for_task is not UNSET:
            field_dict["negative_for_task"] = negative_for_task
        if recognition_tasks is not UNSET:
            field_dict["recognition_tasks"] = recognition_tasks
        if workspace is not UNSET:
            field_dict["workspace"] = workspace
        if value is not UNSET:
            field_dict["value"] = value

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        def _parse_type_(data: object) -> LabelType | str | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                type_type_0 = check_label_type(data)

                return type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(LabelType | str | Unset, data)

        type_ = _parse_type_(d.pop("type", UNSET))

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))

        def _parse_output_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        output_name = _parse_output_name(d.pop("output_name", UNSET))

        images_count = d.pop("images_count", UNSET)

        tasks_count = d.pop("tasks_count", UNSET)

        objects_count = d.pop("objects_count", UNSET)

        def _parse_negative_for_task(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        negative_for_task = _parse_negative_for_task(d.pop("negative_for_task", UNSET))

        _recognition_tasks = d.pop("recognition_tasks", UNSET)
        recognition_tasks: list[ChildTask] | Unset = UNSET
        if _recognition_tasks is not UNSET:
            recognition_tasks = []
            for recognition_tasks_item_data in _recognition_tasks:
                recognition_tasks_item = ChildTask.from_dict(recognition_tasks_item_data)

                recognition_tasks.append(recognition_tasks_item)

        workspace = d.pop("workspace", UNSET)

        def _parse_value(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        value = _parse_value(d.pop("value", UNSET))

        image_label = cls(
            id,
            name,
            type_,
            description,
            output_name,
            images_count,
            tasks_count,
            objects_count,
            negative_for_task,
            recognition_tasks,
            workspace,
            value,
        )

        image_label.additional_properties = d
        return image_label

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


from ..models.child_task import ChildTask  # noqa: E402
