# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Word")


@_attrs_define
class Word:
    """A word and where it stands."""

    text: str
    """ The word. """
    xmin: int
    """ Left edge, in pixels. """
    ymin: int
    """ Upper edge, in pixels. """
    xmax: int
    """ Right edge, in pixels. """
    ymax: int
    """ Lower edge, in pixels. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        text = self.text

        xmin = self.xmin

        ymin = self.ymin

        xmax = self.xmax

        ymax = self.ymax

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "text": text,
                "xmin": xmin,
                "ymin": ymin,
                "xmax": xmax,
                "ymax": ymax,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        text = d.pop("text")

        xmin = d.pop("xmin")

        ymin = d.pop("ymin")

        xmax = d.pop("xmax")

        ymax = d.pop("ymax")

        word = cls(
            text,
            xmin,
            ymin,
            xmax,
            ymax,
        )

        word.additional_properties = d
        return word

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
