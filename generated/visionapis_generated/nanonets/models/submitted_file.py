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
class SubmittedFile(ResponseModel):
    """An accepted file with its pages."""

    result: list[DetectedPage]
    """The file's pages, each with the ids by which it can be requested once it is read."""
    message: str | None = None
    """`success`, `pending`, or `failure` after three attempts, in any letter case. The vendor advises sending a failed
    file again."""
    input_: str | None = None
    """The file's name or its URL."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "result": to_json(self.result),
        }
        if self.message is not None:
            data["message"] = self.message
        if self.input_ is not None:
            data["input"] = self.input_
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            [DetectedPage.from_dict(item) for item in d.pop("result")],
            d.pop("message", None),
            d.pop("input", None),
        )
        model.additional_properties = d
        return model


from ..models.detected_page import DetectedPage  # noqa: E402
