# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="PredictedLabel")


@_attrs_define
class PredictedLabel:
    """A label with its score."""

    id: str
    """ The label's id. """
    name: str
    """ The label's name. """
    prob: float | Unset = UNSET
    """ Score from 0 to 1. The scores of a `multi_class` task sum to 1; those of a `multi_label` task are believed
    to be independent.
     """
    value: float | Unset = UNSET
    """ The number that a regression task predicts. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        prob = self.prob

        value = self.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
            }
        )
        if prob is not UNSET:
            field_dict["prob"] = prob
        if value is not UNSET:
            field_dict["value"] = value

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        prob = d.pop("prob", UNSET)

        value = d.pop("value", UNSET)

        predicted_label = cls(
            id,
            name,
            prob,
            value,
        )

        predicted_label.additional_properties = d
        return predicted_label

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
