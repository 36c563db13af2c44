# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field


@_attrs_define
class ClassifiedFile:
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
