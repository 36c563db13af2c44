# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import types
from ..types import File

T = TypeVar("T", bound="ImageClassificationUploadFilesBody")


@_attrs_define
class ImageClassificationUploadFilesBody:
    """The fields of the request."""

    category: str
    """ The label of every picture in this request; one of the model's categories. """
    file: list[File]
    """ One or more files, each a part of the same name. Their bytes decide what they are, not the part's content
    type.
     """
    model_id: str
    """ The model's id. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        category = self.category

        file = []
        for componentsschemasfiles_item_data in self.file:
            componentsschemasfiles_item = componentsschemasfiles_item_data.to_tuple()

            file.append(componentsschemasfiles_item)

        model_id = self.model_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "category": category,
                "file": file,
                "modelId": model_id,
            }
        )

        return field_dict

    def to_multipart(self) -> types.RequestFiles:
        files: types.RequestFiles = []

        if self.category is not None:
            files.append(("category", (None, str(self.category).encode(), "text/plain")))

        for componentsschemasfiles_item_element in self.file:
            files.append(("file", componentsschemasfiles_item_element.to_tuple()))

        if self.model_id is not None:
            files.append(("modelId", (None, str(self.model_id).encode(), "text/plain")))

        for prop_name, prop in self.additional_properties.items():
            if prop is not None:
                files.append((prop_name, (None, str(prop).encode(), "text/plain")))

        return files

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        category = d.pop("category")

        file = []
        _file = d.pop("file")
        for componentsschemasfiles_item_data in _file:
            componentsschemasfiles_item = File(payload=BytesIO(componentsschemasfiles_item_data))

            file.append(componentsschemasfiles_item)

        model_id = d.pop("modelId")

        image_classification_upload_files_body = cls(
            category,
            file,
            model_id,
        )

        image_classification_upload_files_body.additional_properties = d
        return image_classification_upload_files_body

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
