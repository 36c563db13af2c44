# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    ResponseModel,
)


@_attrs_define
class ServerInfo(ResponseModel):
    """The name and version of an inference server."""

    name: str
    """The name of the product."""
    version: str
    """The version of the server."""
    uuid: str
    """An id of this server, which changes when it restarts."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "name": self.name,
            "version": self.version,
            "uuid": self.uuid,
        }
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("name"),
            d.pop("version"),
            d.pop("uuid"),
        )
        model.additional_properties = d
        return model
