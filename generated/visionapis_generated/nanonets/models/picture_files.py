# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import types
from ..types import File

T = TypeVar("T", bound="PictureFiles")


@_attrs_define
class PictureFiles:
    """Pictures as files. Clients repeat the model's id in `modelId`, which the server does not need here."""

    file: list[File]
    """ One or more files, each a part of the same name. Their bytes decide what they are, not the part's content
    type.
     """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        file = []
        for componentsschemasfiles_item_data in self.file:
            componentsschemasfiles_item = componentsschemasfiles_item_data.to_tuple()

            file.append(componentsschemasfiles_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "file": file,
            }
        )

        return field_dict

    def to_multipart(self) -> types.RequestFiles:
        files: types.RequestFiles = []

        for componentsschemasfiles_item_element in self.file:
            files.append(("file", componentsschemasfiles_item_element.to_tuple()))

        for prop_name, prop in self.additional_properties.items():
            if prop is not None:
                files.append((prop_name, (None, str(prop).encode(), "text/plain")))

        return files

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        file = []
        _file = d.pop("file")
        for componentsschemasfiles_item_data in _file:
            componentsschemasfiles_item = File(payload=BytesIO(componentsschemasfiles_item_data))

            file.append(componentsschemasfiles_item)

        picture_files = cls(
            file,
        )

        picture_files.additional_properties = d
        return picture_files

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
