# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...reading import expect
from ...types import (
    ResponseModel,
    to_json,
)


@_attrs_define
class TextResponse(ResponseModel):
    """The response to a request for text."""

    status: Literal[200]
    """The request was accepted."""
    message: str
    """A human-readable text, such as `Success`."""
    data: TextData
    """The text that was read."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "status": self.status,
            "message": self.message,
            "data": to_json(self.data),
        }
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            expect(d.pop("status"), 200),
            d.pop("message"),
            TextData.from_dict(d.pop("data")),
        )
        model.additional_properties = d
        return model


from ..models.text_data import TextData  # noqa: E402
