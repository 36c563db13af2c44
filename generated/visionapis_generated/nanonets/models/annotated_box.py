# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="AnnotatedBox")


@_attrs_define
class AnnotatedBox:
    """A box drawn by a person, and what it shows."""

    name: str
    """ The label, one of the model's categories. """
    bndbox: BoundingBox
    """ Corners of a box, in pixels from the picture's top left. """
    ocr_text: str | Unset = UNSET
    """ The text inside the box; OCR models learn from it. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        bndbox = self.bndbox.to_dict()

        ocr_text = self.ocr_text

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "bndbox": bndbox,
            }
        )
        if ocr_text is not UNSET:
            field_dict["ocr_text"] = ocr_text

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        bndbox = BoundingBox.from_dict(d.pop("bndbox"))

        ocr_text = d.pop("ocr_text", UNSET)

        annotated_box = cls(
            name,
            bndbox,
            ocr_text,
        )

        annotated_box.additional_properties = d
        return annotated_box

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


from ..models.bounding_box import BoundingBox  # noqa: E402
