# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    ResponseModel,
    to_json,
)


@_attrs_define
class AccountDetails(ResponseModel):
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

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "email": self.email,
        }
        if self.first_name is not None:
            data["first_name"] = self.first_name
        if self.last_name is not None:
            data["last_name"] = self.last_name
        if self.stats is not None:
            data["stats"] = to_json(self.stats)
        if self.credits_counter is not None:
            data["credits_counter"] = self.credits_counter
        if self.credits_limit is not None:
            data["credits_limit"] = self.credits_limit
        if self.default_workspace is not None:
            data["default_workspace"] = self.default_workspace
        return data

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
