# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="AccountStatistics")


@_attrs_define
class AccountStatistics:
    """Usage figures of a user."""

    credits_counter: int | Unset = UNSET
    """ Credits that are left, by the documentation's words. """
    credits_limit: int | Unset = UNSET
    """ Credits that the plan gives. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        credits_counter = self.credits_counter

        credits_limit = self.credits_limit

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if credits_counter is not UNSET:
            field_dict["credits_counter"] = credits_counter
        if credits_limit is not UNSET:
            field_dict["credits_limit"] = credits_limit

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        credits_counter = d.pop("credits_counter", UNSET)

        credits_limit = d.pop("credits_limit", UNSET)

        account_statistics = cls(
            credits_counter,
            credits_limit,
        )

        account_statistics.additional_properties = d
        return account_statistics

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
