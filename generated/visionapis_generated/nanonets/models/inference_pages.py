# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="InferencePages")


@_attrs_define
class InferencePages:
    """Pages that were read, those that a person has reviewed apart from the others."""

    moderated_images: list[ReviewPage]
    """ The pages that a person has reviewed. """
    unmoderated_images: list[ReviewPage]
    """ The pages that nobody has reviewed. """
    moderated_images_count: int | Unset = UNSET
    """ How many pages a person has reviewed. """
    unmoderated_images_count: int | Unset = UNSET
    """ How many pages nobody has reviewed. """
    signed_urls: SignedUrls | Unset = UNSET
    """ Addresses under which the pictures can be fetched without a key, by the path at which the vendor keeps them.
    They are secrets for as long as they are valid: 4 hours, the long ones 180 days.
     """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        moderated_images = []
        for moderated_images_item_data in self.moderated_images:
            moderated_images_item = moderated_images_item_data.to_dict()
            moderated_images.append(moderated_images_item)

        unmoderated_images = []
        for unmoderated_images_item_data in self.unmoderated_images:
            unmoderated_images_item = unmoderated_images_item_data.to_dict()
            unmoderated_images.append(unmoderated_images_item)

        moderated_images_count = self.moderated_images_count

        unmoderated_images_count = self.unmoderated_images_count

        signed_urls: dict[str, Any] | Unset = UNSET
        if not isinstance(self.signed_urls, Unset):
            signed_urls = self.signed_urls.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "moderated_images": moderated_images,
                "unmoderated_images": unmoderated_images,
            }
        )
        if moderated_images_count is not UNSET:
            field_dict["moderated_images_count"] = moderated_images_count
        if unmoderated_images_count is not UNSET:
            field_dict["unmoderated_images_count"] = unmoderated_images_count
        if signed_urls is not UNSET:
            field_dict["signed_urls"] = signed_urls

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        moderated_images = []
        _moderated_images = d.pop("moderated_images")
        for moderated_images_item_data in _moderated_images:
            moderated_images_item = ReviewPage.from_dict(moderated_images_item_data)

            moderated_images.append(moderated_images_item)

        unmoderated_images = []
        _unmoderated_images = d.pop("unmoderated_images")
        for unmoderated_images_item_data in _unmoderated_images:
            unmoderated_images_item = ReviewPage.from_dict(unmoderated_images_item_data)

            unmoderated_images.append(unmoderated_images_item)

        moderated_images_count = d.pop("moderated_images_count", UNSET)

        unmoderated_images_count = d.pop("unmoderated_images_count", UNSET)

        _signed_urls = d.pop("signed_urls", UNSET)
        signed_urls: SignedUrls | Unset
        if isinstance(_signed_urls, Unset):
            signed_urls = UNSET
        else:
            signed_urls = SignedUrls.from_dict(_signed_urls)

        inference_pages = cls(
            moderated_images,
            unmoderated_images,
            moderated_images_count,
            unmoderated_images_count,
            signed_urls,
        )

        inference_pages.additional_properties = d
        return inference_pages

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


from ..models.review_page import ReviewPage  # noqa: E402
from ..models.signed_urls import SignedUrls  # noqa: E402
