# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="TrainingPicture")


@_attrs_define
class TrainingPicture:
    """A training picture with its boxes."""

    filename: str
    """ Name of the file, or its URL. """
    id: str | Unset = UNSET
    """ The picture's id. """
    size: Size | Unset = UNSET
    """ Width and height of a picture. """
    object_: list[AnnotatedBox] | Unset = UNSET
    """ The boxes that it is trained with. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        filename = self.filename

        id = self.id

        size: dict[str, Any] | Unset = UNSET
        if not isinstance(self.size, Unset):
            size = self.size.to_dict()

        object_: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.object_, Unset):
            object_ = []
            for object_item_data in self.object_:
                object_item = object_item_data.to_dict()
                object_.append(object_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "filename": filename,
            }
        )
        if id is not UNSET:
            field_dict["id"] = id
        if size is not UNSET:
            field_dict["size"] = size
        if object_ is not UNSET:
            field_dict["object"] = object_

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        filename = d.pop("filename")

        id = d.pop("id", UNSET)

        _size = d.pop("size", UNSET)
        size: Size | Unset
        if isinstance(_size, Unset):
            size = UNSET
        else:
            size = Size.from_dict(_size)

        _object_ = d.pop("object", UNSET)
        object_: list[AnnotatedBox] | Unset = UNSET
        if _object_ is not UNSET:
            object_ = []
            for object_item_data in _object_:
                object_item = AnnotatedBox.from_dict(object_item_data)

                object_.append(object_item)

        training_picture = cls(
            filename,
            id,
            size,
            object_,
        )

        training_picture.additional_properties = d
        return training_picture

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


from ..models.annotated_box import AnnotatedBox  # noqa: E402
from ..models.size import Size  # noqa: E402
