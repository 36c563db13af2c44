# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field


@_attrs_define
class ServerInfo:
    """The name and version of an inference server."""

    name: str
    """The name of the product."""
    version: str
    """The version of the server."""
    uuid: str
    """An id of this server, which changes when it restarts."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

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
