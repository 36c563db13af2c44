# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="SignedUrl")


@_attrs_define
class SignedUrl:
    """One picture in several forms."""

    original: str | Unset = UNSET
    """ The picture itself. """
    original_compressed: str | Unset = UNSET
    """ The picture, compressed. """
    thumbnail: str | Unset = UNSET
    """ A small picture of it. """
    acw_rotate_90: str | Unset = UNSET
    """ Turned by 90 degrees, anticlockwise. """
    acw_rotate_180: str | Unset = UNSET
    """ Turned by 180 degrees. """
    acw_rotate_270: str | Unset = UNSET
    """ Turned by 270 degrees, anticlockwise. """
    original_with_long_expiry: str | Unset = UNSET
    """ The picture itself, for longer. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        original = self.original

        original_compressed = self.original_compressed

        thumbnail = self.thumbnail

        acw_rotate_90 = self.acw_rotate_90

        acw_rotate_180 = self.acw_rotate_180

        acw_rotate_270 = self.acw_rotate_270

        original_with_long_expiry = self.original_with_long_expiry

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if original is not UNSET:
            field_dict["original"] = original
        if original_compressed is not UNSET:
            field_dict["original_compressed"] = original_compressed
        if thumbnail is not UNSET:
            field_dict["thumbnail"] = thumbnail
        if acw_rotate_90 is not UNSET:
            field_dict["acw_rotate_90"] = acw_rotate_90
        if acw_rotate_180 is not UNSET:
            field_dict["acw_rotate_180"] = acw_rotate_180
        if acw_rotate_270 is not UNSET:
            field_dict["acw_rotate_270"] = acw_rotate_270
        if original_with_long_expiry is not UNSET:
            field_dict["original_with_long_expiry"] = original_with_long_expiry

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        original = d.pop("original", UNSET)

        original_compressed = d.pop("original_compressed", UNSET)

        thumbnail = d.pop("thumbnail", UNSET)

        acw_rotate_90 = d.pop("acw_rotate_90", UNSET)

        acw_rotate_180 = d.pop("acw_rotate_180", UNSET)

        acw_rotate_270 = d.pop("acw_rotate_270", UNSET)

        original_with_long_expiry = d.pop("original_with_long_expiry", UNSET)

        signed_url = cls(
            original,
            original_compressed,
            thumbnail,
            acw_rotate_90,
            acw_rotate_180,
            acw_rotate_270,
            original_with_long_expiry,
        )

        signed_url.additional_properties = d
        return signed_url

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
