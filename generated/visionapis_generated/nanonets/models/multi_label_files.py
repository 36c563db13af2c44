# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import types
from ..types import File

T = TypeVar("T", bound="MultiLabelFiles")


@_attrs_define
class MultiLabelFiles:
    """Training files, each with its labels."""

    files: list[File]
    """ One or more files, each a part of the same name. Their bytes decide what they are, not the part's content
    type.
     """
    data: str
    """ The text of a JSON list with one entry a file, told by its name. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        files = []
        for componentsschemasfiles_item_data in self.files:
            componentsschemasfiles_item = componentsschemasfiles_item_data.to_tuple()

            files.append(componentsschemasfiles_item)

        data = self.data

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "files": files,
                "data": data,
            }
        )

        return field_dict

    def to_multipart(self) -> types.RequestFiles:
        files: types.RequestFiles = []

        for componentsschemasfiles_item_element in self.files:
            files.append(("files", componentsschemasfiles_item_element.to_tuple()))

        if self.data is not None:
            files.append(("data", (None, str(self.data).encode(), "text/plain")))

        for prop_name, prop in self.additional_properties.items():
            if prop is not None:
                files.append((prop_name, (None, str(prop).encode(), "text/plain")))

        return files

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        files = []
        _files = d.pop("files")
        for componentsschemasfiles_item_data in _files:
            componentsschemasfiles_item = File(payload=BytesIO(componentsschemasfiles_item_data))

            files.append(componentsschemasfiles_item)

        data = d.pop("data")

        multi_label_files = cls(
            files,
            data,
        )

        multi_label_files.additional_properties = d
        return multi_label_files

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
