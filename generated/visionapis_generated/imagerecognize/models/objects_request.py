# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import (
    Any,
    Literal,
    TypeVar,
    cast,
)

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import types
from ..types import File

T = TypeVar("T", bound="ObjectsRequest")


@_attrs_define
class ObjectsRequest:
    """Asks for objects."""

    type_: Literal["objects"]
    """ Look for objects. """
    file: File
    """ The picture's bytes, PNG or JPEG, at most 50 MB. No limit in pixels is documented. """
    max_labels: int
    """ The most objects in the answer, 1 or more. """
    min_confidence: int
    """ The least confidence of an object in the answer, in whole percent from 0 to 100. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        file = self.file.to_tuple()

        max_labels = self.max_labels

        min_confidence = self.min_confidence

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "type": type_,
                "file": file,
                "max_labels": max_labels,
                "min_confidence": min_confidence,
            }
        )

        return field_dict

    def to_multipart(self) -> types.RequestFiles:
        files: types.RequestFiles = []

        files.append(("type", (None, self.type_, "text/plain")))

        files.append(("file", self.file.to_tuple()))

        if self.max_labels is not None:
            files.append(("max_labels", (None, str(self.max_labels).encode(), "text/plain")))

        if self.min_confidence is not None:
            files.append(("min_confidence", (None, str(self.min_confidence).encode(), "text/plain")))

        for prop_name, prop in self.additional_properties.items():
            if prop is not None:
                files.append((prop_name, (None, str(prop).encode(), "text/plain")))

        return files

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal["objects"], d.pop("type"))
        if type_ != "objects":
            raise ValueError(f"type must match const 'objects', got '{type_}'")

        file = File(payload=BytesIO(d.pop("file")))

        max_labels = d.pop("max_labels")

        min_confidence = d.pop("min_confidence")

        objects_request = cls(
            type_,
            file,
            max_labels,
            min_confidence,
        )

        objects_request.additional_properties = d
        return objects_request

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
