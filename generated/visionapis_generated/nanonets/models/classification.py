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


@_attrs_define
class Classification(ResponseModel):
    """The labels of files, from an image classification or multi-label model."""

    message: str
    """`Success`, or an error message."""
    result: list[ClassifiedFile]
    """One entry per file."""
    model_id: str | None = None
    """The model's id. Responses of 2020 do not have it."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "message": self.message,
            "result": to_json(self.result),
        }
        if self.model_id is not None:
            data["model_id"] = self.model_id
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("message"),
            [ClassifiedFile.from_dict(item) for item in d.pop("result")],
            d.pop("model_id", None),
        )
        model.additional_properties = d
        return model


from ..models.classified_file import ClassifiedFile  # noqa: E402
