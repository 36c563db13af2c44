# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.task_type import TaskType, check_task_type
from ..types import UNSET, Unset

T = TypeVar("T", bound="Task")


@_attrs_define
class Task:
    """A recognition task."""

    id: str
    """ The task's id. """
    name: str
    """ The task's name. """
    type_: str | TaskType
    """ The task's type. """
    production_version: int | None
    """ The model version that classifies when a request names none. Null before the first training. """
    description: None | str | Unset = UNSET
    """ What the task is for. """
    last_train_status: None | str | Unset = UNSET
    """ State of the latest training, for example `IN_TRAINING` or `TRAINED`; further words are unknown. """
    workspace: str | Unset = UNSET
    """ Id of the task's workspace. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        type_: str
        if isinstance(self.type_, str):
            type_ = self.type_
        else:
            type_ = self.type_

        production_version: int | None
        production_version = self.production_version

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        last_train_status: None | str | Unset
        if isinstance(self.last_train_status, Unset):
            last_train_status = UNSET
        else:
            last_train_status = self.last_train_status

        workspace = self.workspace

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "type": type_,
                "production_version": production_version,
            }
        )
        if description is not UNSET:
            field_dict["description"] = description
        if last_train_status is not UNSET:
            field_dict["last_train_status"] = last_train_status
        if workspace is not UNSET:
            field_dict["workspace"] = workspace

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        def _parse_type_(data: object) -> str | TaskType:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                type_type_0 = check_task_type(data)

                return type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(str | TaskType, data)

        type_ = _parse_type_(d.pop("type"))

        def _parse_production_version(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        production_version = _parse_production_version(d.pop("production_version"))

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))

        def _parse_last_train_status(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        last_train_status = _parse_last_train_status(d.pop("last_train_status", UNSET))

        workspace = d.pop("workspace", UNSET)

        task = cls(
            id,
            name,
            type_,
            production_version,
            description,
            last_train_status,
            workspace,
        )

        task.additional_properties = d
        return task

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
