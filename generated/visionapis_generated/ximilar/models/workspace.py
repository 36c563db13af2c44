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
class Workspace(ResponseModel):
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

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "name": self.name,
        }
        if self.created is not None:
            data["created"] = self.created
        if self.owner is not None:
            data["owner"] = self.owner
        if self.meta_data is not None:
            data["meta_data"] = to_json(self.meta_data)
        if self.is_default is not None:
            data["is_default"] = self.is_default
        return data

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
