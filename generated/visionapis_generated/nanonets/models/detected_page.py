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
class DetectedPage(ResponseModel):
    """The findings on one page."""

    input_: str
    """The file's name or its URL."""
    prediction: list[DetectedBox]
    """The boxes that were found; empty until the page is read."""
    message: str | None = None
    """`Success` or an error message about this page. Its letter case varies."""
    page: int | None = None
    """Number of the page in its file, from 0."""
    id: str | None = None
    """The page's id, by which it can be requested again."""
    request_file_id: str | None = None
    """Id of the uploaded file; all its pages have the same."""
    filepath: str | None = None
    """Path of the page's image in the vendor's storage; a key of `signed_urls`."""
    file_url: str | None = None
    """Path of the original file in the vendor's storage."""
    request_metadata: str | None = None
    """The `request_metadata` of the request."""
    processing_type: str | None = None
    """`async`, or an empty string if the response was synchronous."""
    size: ImageSize | None = None
    """Width and height of an image."""
    rotation: int | None = None
    """Rotation of the page in degrees."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "input": self.input_,
            "prediction": to_json(self.prediction),
        }
        if self.message is not None:
            data["message"] = self.message
        if self.page is not None:
            data["page"] = self.page
        if self.id is not None:
            data["id"] = self.id
        if self.request_file_id is not None:
            data["request_file_id"] = self.request_file_id
        if self.filepath is not None:
            data["filepath"] = self.filepath
        if self.file_url is not None:
            data["file_url"] = self.file_url
        if self.request_metadata is not None:
            data["request_metadata"] = self.request_metadata
        if self.processing_type is not None:
            data["processing_type"] = self.processing_type
        if self.size is not None:
            data["size"] = to_json(self.size)
        if self.rotation is not None:
            data["rotation"] = self.rotation
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("input"),
            [DetectedBox.from_dict(item) for item in d.pop("prediction")],
            d.pop("message", None),
            d.pop("page", None),
            d.pop("id", None),
            d.pop("request_file_id", None),
            d.pop("filepath", None),
            d.pop("file_url", None),
            d.pop("request_metadata", None),
            d.pop("processing_type", None),
            value if (value := d.pop("size", None)) is None else ImageSize.from_dict(value),
            d.pop("rotation", None),
        )
        model.additional_properties = d
        return model


from ..models.detected_box import DetectedBox  # noqa: E402
from ..models.image_size import ImageSize  # noqa: E402
