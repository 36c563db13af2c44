# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="CachedResult")


@_attrs_define
class CachedResult:
    """One earlier result, with the fields of whatever was looked for. No source shows one."""

    name: str | Unset = UNSET
    """ What it is. """
    text: str | Unset = UNSET
    """ The text, where text was looked for. """
    confidence: float | Unset = UNSET
    """ How sure the recognizer was, in percent from 0 to 100. """
    coordinates: list[Box] | Unset = UNSET
    """ Where it is. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        text = self.text

        confidence = self.confidence

        coordinates: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.coordinates, Unset):
            coordinates = []
            for coordinates_item_data in self.coordinates:
                coordinates_item = coordinates_item_data.to_dict()
                coordinates.append(coordinates_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if text is not UNSET:
            field_dict["text"] = text
        if confidence is not UNSET:
            field_dict["confidence"] = confidence
        if coordinates is not UNSET:
            field_dict["coordinates"] = coordinates

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name", UNSET)

        text = d.pop("text", UNSET)

        confidence = d.pop("confidence", UNSET)

        _coordinates = d.pop("coordinates", UNSET)
        coordinates: list[Box] | Unset = UNSET
        if _coordinates is not UNSET:
            coordinates = []
            for coordinates_item_data in _coordinates:
                coordinates_item = Box.from_dict(coordinates_item_data)

                coordinates.append(coordinates_item)

        cached_result = cls(
            name,
            text,
            confidence,
            coordinates,
        )

        cached_result.additional_properties = d
        return cached_result

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


from ..models.box import Box  # noqa: E402
