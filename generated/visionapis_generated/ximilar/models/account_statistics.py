# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field


@_attrs_define
class AccountStatistics:
    """Usage figures of a user."""

    credits_counter: int | None = None
    """Remaining credits."""
    credits_limit: int | None = None
    """Credits of the plan."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("credits_counter", None),
            d.pop("credits_limit", None),
        )
        model.additional_properties = d
        return model
