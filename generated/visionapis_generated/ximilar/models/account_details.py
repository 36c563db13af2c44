# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="AccountDetails")


@_attrs_define
class AccountDetails:
    """A user. Further fields are sent."""

    id: str
    """ The user's id. """
    email: str
    """ The user's e-mail address. """
    first_name: str | Unset = UNSET
    """ The user's first name. """
    last_name: str | Unset = UNSET
    """ The user's last name. """
    stats: AccountStatistics | Unset = UNSET
    """ Usage figures of a user. """
    credits_counter: int | Unset = UNSET
    """ Credits that are left, by the documentation's words. """
    credits_limit: int | Unset = UNSET
    """ Credits that the plan gives. """
    default_workspace: str | Unset = UNSET
    """ Id of the workspace for requests that name none. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        email = self.email

        first_name = self.first_name

        last_name = self.last_name

        stats: dict[str, Any] | Unset = UNSET
        if not isinstance(self.stats, Unset):
            stats = self.stats.to_dict()

        credits_counter = self.credits_counter

        credits_limit = self.credits_limit

        default_workspace = self.default_workspace

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "email": email,
            }
        )
        if first_name is not UNSET:
            field_dict["first_name"] = first_name
        if last_name is not UNSET:
            field_dict["last_name"] = last_name
        if stats is not UNSET:
            field_dict["stats"] = stats
        if credits_counter is not UNSET:
            field_dict["credits_counter"] = credits_counter
        if credits_limit is not UNSET:
            field_dict["credits_limit"] = credits_limit
        if default_workspace is not UNSET:
            field_dict["default_workspace"] = default_workspace

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        email = d.pop("email")

        first_name = d.pop("first_name", UNSET)

        last_name = d.pop("last_name", UNSET)

        _stats = d.pop("stats", UNSET)
        stats: AccountStatistics | Unset
        if isinstance(_stats, Unset):
            stats = UNSET
        else:
            stats = AccountStatistics.from_dict(_stats)

        credits_counter = d.pop("credits_counter", UNSET)

        credits_limit = d.pop("credits_limit", UNSET)

        default_workspace = d.pop("default_workspace", UNSET)

        account_details = cls(
            id,
            email,
            first_name,
            last_name,
            stats,
            credits_counter,
            credits_limit,
            default_workspace,
        )

        account_details.additional_properties = d
        return account_details

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


from ..models.account_statistics import AccountStatistics  # noqa: E402
