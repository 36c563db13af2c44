# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="SignedUrls")


@_attrs_define
class SignedUrls:
    """Addresses under which the pictures can be fetched without a key, by the path at which the vendor keeps them.
    They are secrets for as long as they are valid: 4 hours, the long ones 180 days.

    """

    additional_properties: dict[str, SignedUrl] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:

        field_dict: dict[str, Any] = {}
        for prop_name, prop in self.additional_properties.items():
            field_dict[prop_name] = prop.to_dict()

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        signed_urls = cls()

        additional_properties = {}
        for prop_name, prop_dict in d.items():
            additional_property = SignedUrl.from_dict(prop_dict)

            additional_properties[prop_name] = additional_property

        signed_urls.additional_properties = additional_properties
        return signed_urls

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> SignedUrl:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: SignedUrl) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


from ..models.signed_url import SignedUrl  # noqa: E402
