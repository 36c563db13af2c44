# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    ResponseModel,
)


@_attrs_define
class Word(ResponseModel):
    """A word and its position."""

    text: str
    """The word."""
    xmin: int
    """Left edge, in pixels."""
    ymin: int
    """Upper edge, in pixels."""
    xmax: int
    """Right edge, in pixels."""
    ymax: int
    """Lower edge, in pixels."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "text": self.text,
            "xmin": self.xmin,
            "ymin": self.ymin,
            "xmax": self.xmax,
            "ymax": self.ymax,
        }
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("text"),
            d.pop("xmin"),
            d.pop("ymin"),
            d.pop("xmax"),
            d.pop("ymax"),
        )
        model.additional_properties = d
        return model
