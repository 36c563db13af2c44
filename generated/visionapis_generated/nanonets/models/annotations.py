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
class Annotations(ResponseModel):
    """A model's training images with their annotations."""

    meta: AnnotationsMeta
    """The model's state. The response of an upload has these fields in Pascal case."""
    data: list[AnnotatedImage]
    """One entry per image."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "Meta": to_json(self.meta),
            "Data": to_json(self.data),
        }
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            AnnotationsMeta.from_dict(d.pop("Meta")),
            [AnnotatedImage.from_dict(item) for item in d.pop("Data")],
        )
        model.additional_properties = d
        return model


from ..models.annotated_image import AnnotatedImage  # noqa: E402
from ..models.annotations_meta import AnnotationsMeta  # noqa: E402
