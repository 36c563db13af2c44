# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from typing import Any

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    UNSET,
    Unset,
)


@_attrs_define
class NewModel:
    """A model to create."""

    categories: list[str]
    """The model's labels."""
    model_type: str | Unset = UNSET
    """The model's type, if the route creates more than one: `ocr` for a model that reads text."""
    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "categories": self.categories,
        }
        if not isinstance(self.model_type, Unset):
            data["model_type"] = self.model_type
        return data
