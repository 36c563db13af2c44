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
class AnnotatedImage(ResponseModel):
    """A training image with its boxes or labels."""

    id: str | None = None
    """The image's id."""
    filename: str | None = None
    """The file's name or its URL."""
    size: ImageSize | None = None
    """Width and height of an image."""
    object_: list[AnnotatedBox] | None = None
    """The boxes on the image."""
    categories: list[str] | None = None
    """The image's labels, in a multi-label model."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
        }
        if self.id is not None:
            data["id"] = self.id
        if self.filename is not None:
            data["filename"] = self.filename
        if self.size is not None:
            data["size"] = to_json(self.size)
        if self.object_ is not None:
            data["object"] = to_json(self.object_)
        if self.categories is not None:
            data["categories"] = self.categories
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("id", None),
            d.pop("filename", None),
            value if (value := d.pop("size", None)) is None else ImageSize.from_dict(value),
            value if (value := d.pop("object", None)) is None else [AnnotatedBox.from_dict(item) for item in value],
            d.pop("categories", None),
        )
        model.additional_properties = d
        return model


from ..models.annotated_box import AnnotatedBox  # noqa: E402
from ..models.image_size import ImageSize  # noqa: E402
