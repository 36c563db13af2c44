# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="Base64Record")


@_attrs_define
class Base64Record:
    """A picture in the request. Any further field comes back in the record of the answer."""

    base64: str
    """ The picture's bytes as base64 text, with or without a `data:image/...;base64,` prefix. """
    noresize: bool | Unset = UNSET
    """ Do not shrink the picture. The limit above which the server shrinks, about 1024 pixels, is an assumption.
     """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        base64 = self.base64

        noresize = self.noresize

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "_base64": base64,
            }
        )
        if noresize is not UNSET:
            field_dict["noresize"] = noresize

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        base64 = d.pop("_base64")

        noresize = d.pop("noresize", UNSET)

        base_64_record = cls(
            base64,
            noresize,
        )

        base_64_record.additional_properties = d
        return base_64_record

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
