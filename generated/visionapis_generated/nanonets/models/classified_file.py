# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ClassifiedFile")


@_attrs_define
class ClassifiedFile:
    """The labels of one file."""

    file: str
    """ The file's name as it was sent, or its URL. The predictions of boxes call it `input`. """
    prediction: list[LabelProbability]
    """ Every label of the model, the most probable first. """
    message: str | Unset = UNSET
    """ `Success`, or what went wrong with this file. """
    page: int | Unset = UNSET
    """ Number of the page, from 0; sent with files by URL. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        file = self.file

        prediction = []
        for prediction_item_data in self.prediction:
            prediction_item = prediction_item_data.to_dict()
            prediction.append(prediction_item)

        message = self.message

        page = self.page

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "file": file,
                "prediction": prediction,
            }
        )
        if message is not UNSET:
            field_dict["message"] = message
        if page is not UNSET:
            field_dict["page"] = page

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        file = d.pop("file")

        prediction = []
        _prediction = d.pop("prediction")
        for prediction_item_data in _prediction:
            prediction_item = LabelProbability.from_dict(prediction_item_data)

            prediction.append(prediction_item)

        message = d.pop("message", UNSET)

        page = d.pop("page", UNSET)

        classified_file = cls(
            file,
            prediction,
            message,
            page,
        )

        classified_file.additional_properties = d
        return classified_file

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


from ..models.label_probability import LabelProbability  # noqa: E402
