# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    ResponseModel,
    to_json,
)
from ..models.known_model_type import KnownModelType


@_attrs_define
class Model(ResponseModel):
    """A model, its labels and its state."""

    model_id: str
    """The model's id."""
    model_type: KnownModelType | str
    """The model's type. The vendor may add types."""
    state: int
    """State of the model: -1 training failed; 0 no training data; 1 waiting for annotations; 2 ready to be trained; 3
    waiting to be trained; 4 being trained; 5 ready; 6 ready and being trained again. A model predicts only in
    states 5 and 6. The vendor's clients wait for 5 and do not know 6."""
    categories: list[CategoryCount]
    """The model's labels."""
    status: str | None = None
    """The state as a human-readable text."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "model_id": self.model_id,
            "model_type": self.model_type,
            "state": self.state,
            "categories": to_json(self.categories),
        }
        if self.status is not None:
            data["status"] = self.status
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("model_id"),
            d.pop("model_type"),
            d.pop("state"),
            [CategoryCount.from_dict(item) for item in d.pop("categories")],
            d.pop("status", None),
        )
        model.additional_properties = d
        return model


from ..models.category_count import CategoryCount  # noqa: E402
