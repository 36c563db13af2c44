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
class TrainingMeta(ResponseModel):
    """The model of the training data. In the response with the annotations these fields are in lower case."""

    model_id: str
    """The model's id."""
    model_type: KnownModelType | str | None = None
    """The model's type. The vendor may add types."""
    state: int | None = None
    """State of the model: -1 training failed; 0 no training data; 1 waiting for annotations; 2 ready to be trained; 3
    waiting to be trained; 4 being trained; 5 ready; 6 ready and being trained again. A model predicts only in
    states 5 and 6. The vendor's clients wait for 5 and do not know 6."""
    categories: list[CategoryCount] | None = None
    """The model's labels."""
    accuracy: float | None = None
    """Result of the last training; 0 before it."""
    status: str | None = None
    """The state as a human-readable text."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "ModelID": self.model_id,
        }
        if self.model_type is not None:
            data["ModelType"] = self.model_type
        if self.state is not None:
            data["State"] = self.state
        if self.categories is not None:
            data["Categories"] = to_json(self.categories)
        if self.accuracy is not None:
            data["Accuracy"] = self.accuracy
        if self.status is not None:
            data["Status"] = self.status
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("ModelID"),
            d.pop("ModelType", None),
            d.pop("State", None),
            value
            if (value := d.pop("Categories", None)) is None
            else [CategoryCount.from_dict(item) for item in value],
            d.pop("Accuracy", None),
            d.pop("Status", None),
        )
        model.additional_properties = d
        return model


from ..models.category_count import CategoryCount  # noqa: E402
