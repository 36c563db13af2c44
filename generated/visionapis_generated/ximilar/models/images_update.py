# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ImagesUpdate")


@_attrs_define
class ImagesUpdate:
    """Changes of many training pictures. Either `images` or `labels` chooses them."""

    images: list[str] | Unset = UNSET
    """ Ids of the pictures. """
    labels: list[str] | Unset = UNSET
    """ Ids of labels; the pictures that carry them are changed. """
    labels_add: list[str] | Unset = UNSET
    """ Ids of labels to put on the pictures. """
    labels_remove: list[str] | Unset = UNSET
    """ Ids of labels to take off the pictures. """
    mark_test: bool | Unset = UNSET
    """ Mark the pictures for testing. The client sends `true` or leaves it out. """
    unmark_test: bool | Unset = UNSET
    """ Take the mark for testing off the pictures. The client sends `true` or leaves it out. """
    mark_real: bool | Unset = UNSET
    """ Mark the pictures as real. The client sends `true` or leaves it out. """
    unmark_real: bool | Unset = UNSET
    """ Take the mark as real off the pictures. The client sends `true` or leaves it out. """
    workspace: str | Unset = UNSET
    """ Id of the workspace, or the word `Default`. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        images: list[str] | Unset = UNSET
        if not isinstance(self.images, Unset):
            images = self.images

        labels: list[str] | Unset = UNSET
        if not isinstance(self.labels, Unset):
            labels = self.labels

        labels_add: list[str] | Unset = UNSET
        if not isinstance(self.labels_add, Unset):
            labels_add = self.labels_add

        labels_remove: list[str] | Unset = UNSET
        if not isinstance(self.labels_remove, Unset):
            labels_remove = self.labels_remove

        mark_test = self.mark_test

        unmark_test = self.unmark_test

        mark_real = self.mark_real

        unmark_real = self.unmark_real

        workspace = self.workspace

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if images is not UNSET:
            field_dict["images"] = images
        if labels is not UNSET:
            field_dict["labels"] = labels
        if labels_add is not UNSET:
            field_dict["labels-add"] = labels_add
        if labels_remove is not UNSET:
            field_dict["labels-remove"] = labels_remove
        if mark_test is not UNSET:
            field_dict["mark-test"] = mark_test
        if unmark_test is not UNSET:
            field_dict["unmark-test"] = unmark_test
        if mark_real is not UNSET:
            field_dict["mark-real"] = mark_real
        if unmark_real is not UNSET:
            field_dict["unmark-real"] = unmark_real
        if workspace is not UNSET:
            field_dict["workspace"] = workspace

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        images = cast(list[str], d.pop("images", UNSET))

        labels = cast(list[str], d.pop("labels", UNSET))

        labels_add = cast(list[str], d.pop("labels-add", UNSET))

        labels_remove = cast(list[str], d.pop("labels-remove", UNSET))

        mark_test = d.pop("mark-test", UNSET)

        unmark_test = d.pop("unmark-test", UNSET)

        mark_real = d.pop("mark-real", UNSET)

        unmark_real = d.pop("unmark-real", UNSET)

        workspace = d.pop("workspace", UNSET)

        images_update = cls(
            images,
            labels,
            labels_add,
            labels_remove,
            mark_test,
            unmark_test,
            mark_real,
            unmark_real,
            workspace,
        )

        images_update.additional_properties = d
        return images_update

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
