# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from typing import Any

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import UNSET, Unset


@_attrs_define
class ModelToAdd:
    """A model to load."""

    model_id: str
    """The model, as `dataset/version`."""
    model_type: str | None | Unset = UNSET
    """The type of the model. The server ignores it."""
    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "model_id": self.model_id,
        }
        if not isinstance(self.model_type, Unset):
            data["model_type"] = self.model_type
        return data
