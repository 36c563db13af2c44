# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field


@_attrs_define
class Workspace:
    """A workspace."""

    id: str
    """The workspace's id."""
    name: str
    """The workspace's name."""
    created: str | None = None
    """Time of creation."""
    owner: str | None = None
    """The user who owns the workspace."""
    meta_data: MetaData | None = None
    """The vendor's metadata of the workspace."""
    is_default: bool | None = None
    """Whether this is the workspace of requests that name none."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("id"),
            d.pop("name"),
            d.pop("created", None),
            d.pop("owner", None),
            value if (value := d.pop("meta_data", None)) is None else MetaData.from_dict(value),
            d.pop("is_default", None),
        )
        model.additional_properties = d
        return model


from ..models.meta_data import MetaData  # noqa: E402
