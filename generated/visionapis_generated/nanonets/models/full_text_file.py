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
class FullTextFile(ResponseModel):
    """The text of a file."""

    page_data: list[FullTextPage]
    """One entry per page."""
    filename: str | None = None
    """The uploaded file's name or its URL."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "page_data": to_json(self.page_data),
        }
        if self.filename is not None:
            data["filename"] = self.filename
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            [FullTextPage.from_dict(item) for item in d.pop("page_data")],
            d.pop("filename", None),
        )
        model.additional_properties = d
        return model


from ..models.full_text_page import FullTextPage  # noqa: E402
