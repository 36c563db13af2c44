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
class FullTextPage(ResponseModel):
    """The text of a page."""

    words: list[Word]
    """The words, in reading order."""
    raw_text: str
    """The text of all words."""
    page: int | None = None
    """Number of the page, from 0."""
    size: ImageSize | None = None
    """Width and height of an image."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "words": to_json(self.words),
            "raw_text": self.raw_text,
        }
        if self.page is not None:
            data["page"] = self.page
        if self.size is not None:
            data["size"] = to_json(self.size)
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            [Word.from_dict(item) for item in d.pop("words")],
            d.pop("raw_text"),
            d.pop("page", None),
            value if (value := d.pop("size", None)) is None else ImageSize.from_dict(value),
        )
        model.additional_properties = d
        return model


from ..models.image_size import ImageSize  # noqa: E402
from ..models.word import Word  # noqa: E402
