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
class InferencePage(ResponseModel):
    """A page that was read."""

    message: str
    """`success`, in any letter case, or the state of the page."""
    result: list[ReviewPage]
    """A list with the page as its only entry."""
    signed_urls: SignedUrls | None = None
    """URLs at which the images can be fetched without a key, by their path in the vendor's storage. Keep them secret
    while they are valid: 4 hours, or 180 days for those with a long expiry."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "message": self.message,
            "result": to_json(self.result),
        }
        if self.signed_urls is not None:
            data["signed_urls"] = to_json(self.signed_urls)
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("message"),
            [ReviewPage.from_dict(item) for item in d.pop("result")],
            value if (value := d.pop("signed_urls", None)) is None else SignedUrls.from_dict(value),
        )
        model.additional_properties = d
        return model


from ..models.review_page import ReviewPage  # noqa: E402
from ..models.signed_urls import SignedUrls  # noqa: E402
