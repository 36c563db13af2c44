# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="OcrSubmitUrlsBody")


@_attrs_define
class OcrSubmitUrlsBody:
    """URLs of files to be read, and how."""

    urls: list[str]
    """ URLs that the server fetches, each of a PNG, JPEG or PDF file. """
    request_metadata: str | Unset = UNSET
    """ A note of the caller's, kept with the file and given back with its pages. """
    pages_to_process: str | Unset = UNSET
    """ Numbers of the pages to read, joined by commas. The vendor lists it for answers at once alone.
     """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        urls = self.urls

        request_metadata = self.request_metadata

        pages_to_process = self.pages_to_process

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "urls": urls,
            }
        )
        if request_metadata is not UNSET:
            field_dict["request_metadata"] = request_metadata
        if pages_to_process is not UNSET:
            field_dict["pages_to_process"] = pages_to_process

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        urls = cast(list[str], d.pop("urls"))

        request_metadata = d.pop("request_metadata", UNSET)

        pages_to_process = d.pop("pages_to_process", UNSET)

        ocr_submit_urls_body = cls(
            urls,
            request_metadata,
            pages_to_process,
        )

        ocr_submit_urls_body.additional_properties = d
        return ocr_submit_urls_body

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
