# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.known_model_type import KnownModelType, check_known_model_type
from ..types import UNSET, Unset

T = TypeVar("T", bound="TrainingMeta")


@_attrs_define
class TrainingMeta:
    """The model that has the training data. The answer of the annotations has these fields in lower case."""

    model_id: str
    """ The model's id. """
    model_type: KnownModelType | str | Unset = UNSET
    """ What the model does. Further types may appear. """
    state: int | Unset = UNSET
    """ How far the model is: -1 the training failed; 0 it has no training data; 1 the data waits for annotations; 2
    it can be trained; 3 it waits for its training; 4 it is being trained; 5 it is ready; 6 it is ready and is
    being trained again. Only 5 and 6 predict. The vendor's clients wait for 5 and know no 6.
     """
    categories: list[CategoryCount] | Unset = UNSET
    """ The labels that the model knows. """
    accuracy: float | Unset = UNSET
    """ How well the last training went; 0 before it. """
    status: str | Unset = UNSET
    """ The state in words, for people to read. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        model_id = self.model_id

        model_type: str | Unset
        if isinstance(self.model_type, Unset):
            model_type = UNSET
        elif isinstance(self.model_type, str):
            model_type = self.model_type
        else:
            model_type = self.model_type

        state = self.state

        categories: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.categories, Unset):
            categories = []
            for categories_item_data in self.categories:
                categories_item = categories_item_data.to_dict()
                categories.append(categories_item)

        accuracy = self.accuracy

        status = self.status

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "ModelID": model_id,
            }
        )
        if model_type is not UNSET:
            field_dict["ModelType"] = model_type
        if state is not UNSET:
            field_dict["State"] = state
        if categories is not UNSET:
            field_dict["Categories"] = categories
        if accuracy is not UNSET:
            field_dict["Accuracy"] = accuracy
        if status is not UNSET:
            field_dict["Status"] = status

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model_id = d.pop("ModelID")

        def _parse_model_type(data: object) -> KnownModelType | str | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                componentsschemas_model_type_type_0 = check_known_model_type(data)

                return componentsschemas_model_type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(KnownModelType | str | Unset, data)

        model_type = _parse_model_type(d.pop("ModelType", UNSET))

        state = d.pop("State", UNSET)

        _categories = d.pop("Categories", UNSET)
        categories: list[CategoryCount] | Unset = UNSET
        if _categories is not UNSET:
            categories = []
            for categories_item_data in _categories:
                categories_item = CategoryCount.from_dict(categories_item_data)

                categories.append(categories_item)

        accuracy = d.pop("Accuracy", UNSET)

        status = d.pop("Status", UNSET)

        training_meta = cls(
            model_id,
            model_type,
            state,
            categories,
            accuracy,
            status,
        )

        training_meta.additional_properties = d
        return training_meta

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
