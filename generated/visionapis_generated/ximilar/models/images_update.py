# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from typing import Any

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    UNSET,
    Unset,
)


@_attrs_define
class ImagesUpdate:
    """Changes to many training images, selected by either `images` or `labels`."""

    images: list[str] | Unset = UNSET
    """Ids of the images."""
    labels: list[str] | Unset = UNSET
    """Ids of labels; the images that carry them are changed."""
    labels_add: list[str] | Unset = UNSET
    """Ids of labels to add to the images."""
    labels_remove: list[str] | Unset = UNSET
    """Ids of labels to remove from the images."""
    mark_test: bool | Unset = UNSET
    """Mark the images for testing. Send `true` or omit it."""
    unmark_test: bool | Unset = UNSET
    """Remove the mark for testing from the images. Send `true` or omit it."""
    mark_real: bool | Unset = UNSET
    """Mark the images as real. Send `true` or omit it."""
    unmark_real: bool | Unset = UNSET
    """Remove the mark as real from the images. Send `true` or omit it."""
    workspace: str | Unset = UNSET
    """Id of the workspace, or the word `Default`."""
    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
        }
        if not isinstance(self.images, Unset):
            data["images"] = self.images
        if not isinstance(self.labels, Unset):
            data["labels"] = self.labels
        if not isinstance(self.labels_add, Unset):
            data["labels-add"] = self.labels_add
        if not isinstance(self.labels_remove, Unset):
            data["labels-remove"] = self.labels_remove
        if not isinstance(self.mark_test, Unset):
            data["mark-test"] = self.mark_test
        if not isinstance(self.unmark_test, Unset):
            data["unmark-test"] = self.unmark_test
        if not isinstance(self.mark_real, Unset):
            data["mark-real"] = self.mark_real
        if not isinstance(self.unmark_real, Unset):
            data["unmark-real"] = self.unmark_real
        if not isinstance(self.workspace, Unset):
            data["workspace"] = self.workspace
        return data
