# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    ResponseModel,
)


@_attrs_define
class Status(ResponseModel):
    """The status of a whole response or of one record."""

    code: int
    """200 for success. Other numbers only partly follow HTTP."""
    text: str
    """The status in words."""
    request_id: str | None = None
    """The server's id of this request."""
    proc_id: str | None = None
    """The server's id of the job."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "code": self.code,
            "text": self.text,
        }
        if self.request_id is not None:
            data["request_id"] = self.request_id
        if self.proc_id is not None:
            data["proc_id"] = self.proc_id
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("code"),
            d.pop("text"),
            d.pop("request_id", None),
            d.pop("proc_id", None),
        )
        model.additional_properties = d
        return model
