# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="FileAnnotations")


@_attrs_define
class FileAnnotations:
    """What is on one file."""

    filename: str
    """ The name under which the file is sent, or its URL. """
    object_: list[AnnotatedBox] | Unset = UNSET
    """ The boxes on it. Left out where files are only named, as in a prediction for several. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        filename = self.filename

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
        if object_ is not UNSET:
            field_dict["object"] = object_

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        filename = d.pop("filename")

        _object_ = d.pop("object", UNSET)
        object_: list[AnnotatedBox] | Unset = UNSET
        if _object_ is not UNSET:
            object_ = []
            for object_item_data in _object_:
                object_item = AnnotatedBox.from_dict(object_item_data)

                object_.append(object_item)

        file_annotations = cls(
            filename,
            object_,
        )

        file_annotations.additional_properties = d
        return file_annotations

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
