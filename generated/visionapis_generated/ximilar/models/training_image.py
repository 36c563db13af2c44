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
class TrainingImage(ResponseModel):
    """A training image."""

    id: str
    """The image's id."""
    created: str
    """Time of the upload."""
    img_path: str
    """URL of the image."""
    thumb_img_path: str
    """URL of a thumbnail of the image."""
    img_width: int | None = None
    """The image's width in pixels."""
    img_height: int | None = None
    """The image's height in pixels."""
    meta_data: MetaData | None = None
    """Metadata to keep with the image."""
    labels: list[ImageLabel] | None = None
    """The image's labels. Only present if a single image is requested."""
    test_image: bool | None = None
    """Whether the image is used only for testing."""
    real: bool | None = None
    """Whether the image is marked as real."""
    verify_count: int | None = None
    """How many times people have verified the image's labels."""
    workspace: str | None = None
    """Id of the image's workspace."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "created": self.created,
            "img_path": self.img_path,
            "thumb_img_path": self.thumb_img_path,
        }
        if self.img_width is not None:
            data["img_width"] = self.img_width
        if self.img_height is not None:
            data["img_height"] = self.img_height
        if self.meta_data is not None:
            data["meta_data"] = to_json(self.meta_data)
        if self.labels is not None:
            data["labels"] = to_json(self.labels)
        if self.test_image is not None:
            data["test_image"] = self.test_image
        if self.real is not None:
            data["real"] = self.real
        if self.verify_count is not None:
            data["verifyCount"] = self.verify_count
        if self.workspace is not None:
            data["workspace"] = self.workspace
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("id"),
            d.pop("created"),
            d.pop("img_path"),
            d.pop("thumb_img_path"),
            d.pop("img_width", None),
            d.pop("img_height", None),
            value if (value := d.pop("meta_data", None)) is None else MetaData.from_dict(value),
            value if (value := d.pop("labels", None)) is None else [ImageLabel.from_dict(item) for item in value],
            d.pop("test_image", None),
            d.pop("real", None),
            d.pop("verifyCount", None),
            d.pop("workspace", None),
        )
        model.additional_properties = d
        return model


from ..models.image_label import ImageLabel  # noqa: E402
from ..models.meta_data import MetaData  # noqa: E402
