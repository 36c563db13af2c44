# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field


@_attrs_define
class AccountDetails:
    """A user. The vendor sends further fields."""

    id: str
    """The user's id."""
    email: str
    """The user's e-mail address."""
    first_name: str | None = None
    """The user's first name."""
    last_name: str | None = None
    """The user's last name."""
    stats: AccountStatistics | None = None
    """Usage figures of a user."""
    credits_counter: int | None = None
    """Remaining credits."""
    credits_limit: int | None = None
    """Credits of the plan."""
    default_workspace: str | None = None
    """Id of the workspace of requests that name none."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("id"),
            d.pop("email"),
            d.pop("first_name", None),
            d.pop("last_name", None),
            value if (value := d.pop("stats", None)) is None else AccountStatistics.from_dict(value),
            d.pop("credits_counter", None),
            d.pop("credits_limit", None),
            d.pop("default_workspace", None),
        )
        model.additional_properties = d
        return model


from ..models.account_statistics import AccountStatistics  # noqa: E402
