# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="FullTextFile")


@_attrs_define
class FullTextFile:
    """The text of one file."""

    page_data: list[FullTextPage]
    """ One entry a page. """
    filename: str | Unset = UNSET
    """ The file's name as it was sent, or its URL. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        page_data = []
        for page_data_item_data in self.page_data:
            page_data_item = page_data_item_data.to_dict()
            page_data.append(page_data_item)

        filename = self.filename

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "page_data": page_data,
            }
        )
        if filename is not UNSET:
            field_dict["filename"] = filename

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        page_data = []
        _page_data = d.pop("page_data")
        for page_data_item_data in _page_data:
            page_data_item = FullTextPage.from_dict(page_data_item_data)

            page_data.append(page_data_item)

        filename = d.pop("filename", UNSET)

        full_text_file = cls(
            page_data,
            filename,
        )

        full_text_file.additional_properties = d
        return full_text_file

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


from ..models.full_text_page import FullTextPage  # noqa: E402
