# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="AnnotationsMeta")


@_attrs_define
class AnnotationsMeta:
    """How far the model is. The answer of an upload has these fields in Pascal case."""

    categories: list[CategoryCount]
    """ The labels that the model knows. """
    state: int
    """ How far the model is: -1 the training failed; 0 it has no training data; 1 the data waits for annotations; 2
    it can be trained; 3 it waits for its training; 4 it is being trained; 5 it is ready; 6 it is ready and is
    being trained again. Only 5 and 6 predict. The vendor's clients wait for 5 and know no 6.
     """
    status: str
    """ The state in words, for people to read. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        categories = []
        for categories_item_data in self.categories:
            categories_item = categories_item_data.to_dict()
            categories.append(categories_item)

        state = self.state

        status = self.status

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "categories": categories,
                "state": state,
                "status": status,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        categories = []
        _categories = d.pop("categories")
        for categories_item_data in _categories:
            categories_item = CategoryCount.from_dict(categories_item_data)

            categories.append(categories_item)

        state = d.pop("state")

        status = d.pop("status")

        annotations_meta = cls(
            categories,
            state,
            status,
        )

        annotations_meta.additional_properties = d
        return annotations_meta

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


from ..models.category_count import CategoryCount  # noqa: E402
