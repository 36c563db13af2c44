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
class InferencePages(ResponseModel):
    """Pages that were read; those that a person has reviewed are separate."""

    moderated_images: list[ReviewPage]
    """The pages that a person has reviewed."""
    unmoderated_images: list[ReviewPage]
    """The pages that nobody has reviewed."""
    moderated_images_count: int | None = None
    """Number of pages that a person has reviewed."""
    unmoderated_images_count: int | None = None
    """Number of pages that nobody has reviewed."""
    signed_urls: SignedUrls | None = None
    """URLs at which the images can be fetched without a key, by their path in the vendor's storage. Keep them secret
    while they are valid: 4 hours, or 180 days for those with a long expiry."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "moderated_images": to_json(self.moderated_images),
            "unmoderated_images": to_json(self.unmoderated_images),
        }
        if self.moderated_images_count is not None:
            data["moderated_images_count"] = self.moderated_images_count
        if self.unmoderated_images_count is not None:
            data["unmoderated_images_count"] = self.unmoderated_images_count
        if self.signed_urls is not None:
            data["signed_urls"] = to_json(self.signed_urls)
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            [ReviewPage.from_dict(item) for item in d.pop("moderated_images")],
            [ReviewPage.from_dict(item) for item in d.pop("unmoderated_images")],
            d.pop("moderated_images_count", None),
            d.pop("unmoderated_images_count", None),
            value if (value := d.pop("signed_urls", None)) is None else SignedUrls.from_dict(value),
        )
        model.additional_properties = d
        return model


from ..models.review_page import ReviewPage  # noqa: E402
from ..models.signed_urls import SignedUrls  # noqa: E402
