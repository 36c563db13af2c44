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
class ClassifiedFile(ResponseModel):
    """The labels of a file."""

    file: str
    """The uploaded file's name or its URL. Predictions of boxes call it `input`."""
    prediction: list[LabelProbability]
    """All labels of the model, most probable first."""
    message: str | None = None
    """`Success`, or an error message about this file."""
    page: int | None = None
    """Number of the page, from 0; only for files by URL."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "file": self.file,
            "prediction": to_json(self.prediction),
        }
        if self.message is not None:
            data["message"] = self.message
        if self.page is not None:
            data["page"] = self.page
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("file"),
            [LabelProbability.from_dict(item) for item in d.pop("prediction")],
            d.pop("message", None),
            d.pop("page", None),
        )
        model.additional_properties = d
        return model


from ..models.label_probability import LabelProbability  # noqa: E402
