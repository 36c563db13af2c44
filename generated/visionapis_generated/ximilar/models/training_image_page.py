# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
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
class TrainingImagePage(ResponseModel):
    """A page of training images."""

    count: int
    """Number of entries on all pages."""
    next_: str | None
    """URL of the next page; null on the last page."""
    results: list[TrainingImage]
    """The entries of this page."""
    previous: str | None = None
    """URL of the previous page; null on the first page."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "count": self.count,
            "next": self.next_,
            "results": to_json(self.results),
        }
        if self.previous is not None:
            data["previous"] = self.previous
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("count"),
            d.pop("next"),
            [TrainingImage.from_dict(item) for item in d.pop("results")],
            d.pop("previous", None),
        )
        model.additional_properties = d
        return model


from ..models.training_image import TrainingImage  # noqa: E402
