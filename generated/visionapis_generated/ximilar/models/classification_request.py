# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from typing import Any

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    UNSET,
    Unset,
    to_json,
)


@_attrs_define
class ClassificationRequest:
    """Images for one task."""

    task_id: str
    """The task's id."""
    records: list[Base64Record | UrlRecord]
    """One to ten images."""
    version: int | None | Unset = UNSET
    """Version of the task's model. Null or absent means the task's active version."""
    store_images: bool | Unset = UNSET
    """Keep the images as training images and return their ids in `_stored_image_id`. This must be enabled for the task
    and needs the Professional plan."""
    workspace: str | Unset = UNSET
    """Id of the workspace. Default: the default workspace of the token's user."""
    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "task_id": self.task_id,
            "records": to_json(self.records),
        }
        if not isinstance(self.version, Unset):
            data["version"] = self.version
        if not isinstance(self.store_images, Unset):
            data["store_images"] = self.store_images
        if not isinstance(self.workspace, Unset):
            data["workspace"] = self.workspace
        return data


from ..models.base_64_record import Base64Record  # noqa: E402
from ..models.url_record import UrlRecord  # noqa: E402
