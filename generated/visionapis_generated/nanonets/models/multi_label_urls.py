# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import types

T = TypeVar("T", bound="MultiLabelUrls")


@_attrs_define
class MultiLabelUrls:
    """Training pictures by URL, each with its labels."""

    urls: list[str]
    """ URLs that the server fetches, each of a PNG, JPEG or PDF file. """
    data: str
    """ The text of a JSON list with one entry a URL, told by its name. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        urls = self.urls

        data = self.data

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "urls": urls,
                "data": data,
            }
        )

        return field_dict

    def to_multipart(self) -> types.RequestFiles:
        files: types.RequestFiles = []

        for componentsschemasurls_item_element in self.urls:
            if componentsschemasurls_item_element is not None:
                files.append(("urls", (None, str(componentsschemasurls_item_element).encode(), "text/plain")))

        if self.data is not None:
            files.append(("data", (None, str(self.data).encode(), "text/plain")))

        for prop_name, prop in self.additional_properties.items():
            if prop is not None:
                files.append((prop_name, (None, str(prop).encode(), "text/plain")))

        return files

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        urls = cast(list[str], d.pop("urls"))

        data = d.pop("data")

        multi_label_urls = cls(
            urls,
            data,
        )

        multi_label_urls.additional_properties = d
        return multi_label_urls

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
