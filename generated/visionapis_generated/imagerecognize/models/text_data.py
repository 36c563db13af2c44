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
class TextData(ResponseModel):
    """The text that was read."""

    error: int | str
    """0 for success, as a number or as text."""
    type_: Literal["detect_text"]
    """The requested type."""
    objects: list[TextFragment]
    """One entry per piece of text; empty if there is none."""
    quota: int
    """Number of calls that the account has left after this one. Rejected calls cost nothing."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "error": self.error,
            "type": self.type_,
            "objects": to_json(self.objects),
            "quota": self.quota,
        }
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("error"),
            expect(d.pop("type"), "detect_text"),
            [TextFragment.from_dict(item) for item in d.pop("objects")],
            d.pop("quota"),
        )
        model.additional_properties = d
        return model


from ..models.text_fragment import TextFragment  # noqa: E402
