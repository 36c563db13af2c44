# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="LabelScores")


@_attrs_define
class LabelScores:
    """Every label of the model with its score, in the model's order, whatever the threshold."""

    additional_properties: dict[str, LabelScore] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:

        field_dict: dict[str, Any] = {}
        for prop_name, prop in self.additional_properties.items():
            field_dict[prop_name] = prop.to_dict()

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        label_scores = cls()

        additional_properties = {}
        for prop_name, prop_dict in d.items():
            additional_property = LabelScore.from_dict(prop_dict)

            additional_properties[prop_name] = additional_property

        label_scores.additional_properties = additional_properties
        return label_scores

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> LabelScore:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: LabelScore) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


from ..models.label_score import LabelScore  # noqa: E402
