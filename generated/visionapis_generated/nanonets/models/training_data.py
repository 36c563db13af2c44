# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="TrainingData")


@_attrs_define
class TrainingData:
    """The training pictures that were taken, and the model that has them."""

    meta: TrainingMeta
    """ The model that has the training data. The answer of the annotations has these fields in lower case. """
    data: list[TrainingPicture]
    """ One entry a picture. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        meta = self.meta.to_dict()

        data = []
        for data_item_data in self.data:
            data_item = data_item_data.to_dict()
            data.append(data_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "Meta": meta,
                "Data": data,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        meta = TrainingMeta.from_dict(d.pop("Meta"))

        data = []
        _data = d.pop("Data")
        for data_item_data in _data:
            data_item = TrainingPicture.from_dict(data_item_data)

            data.append(data_item)

        training_data = cls(
            meta,
            data,
        )

        training_data.additional_properties = d
        return training_data

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


from ..models.training_meta import TrainingMeta  # noqa: E402
from ..models.training_picture import TrainingPicture  # noqa: E402
