# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="SubmittedFile")


@_attrs_define
class SubmittedFile:
    """A file that was taken, with its pages."""

    result: list[DetectedPage]
    """ Its pages, each with the ids under which it can be fetched once it is read. """
    message: str | Unset = UNSET
    """ How the file fares: success, pending (it waits) or failure (three tries were made; the vendor advises to
    send it again), in any case of letters.
     """
    input_: str | Unset = UNSET
    """ Name of the file, or its URL. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        result = []
        for result_item_data in self.result:
            result_item = result_item_data.to_dict()
            result.append(result_item)

        message = self.message

        input_ = self.input_

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "result": result,
            }
        )
        if message is not UNSET:
            field_dict["message"] = message
        if input_ is not UNSET:
            field_dict["input"] = input_

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        result = []
        _result = d.pop("result")
        for result_item_data in _result:
            result_item = DetectedPage.from_dict(result_item_data)

            result.append(result_item)

        message = d.pop("message", UNSET)

        input_ = d.pop("input", UNSET)

        submitted_file = cls(
            result,
            message,
            input_,
        )

        submitted_file.additional_properties = d
        return submitted_file

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


from ..models.detected_page import DetectedPage  # noqa: E402
