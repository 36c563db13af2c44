# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="DetectedPage")


@_attrs_define
class DetectedPage:
    """What was found on one page."""

    input_: str
    """ Name of the file, or its URL. """
    prediction: list[DetectedBox]
    """ The boxes that were found; empty while a page waits to be read. """
    message: str | Unset = UNSET
    """ `Success`, or what went wrong with this page. Its case differs from answer to answer. """
    page: int | Unset = UNSET
    """ Number of the page in its file, from 0. """
    id: str | Unset = UNSET
    """ The page's id, with which it can be fetched again. """
    request_file_id: str | Unset = UNSET
    """ Id of the file that was sent; all its pages share it. """
    filepath: str | Unset = UNSET
    """ Where the vendor keeps the picture of the page; a key of `signed_urls`. """
    file_url: str | Unset = UNSET
    """ Where the vendor keeps the file as it was sent. """
    request_metadata: str | Unset = UNSET
    """ The note that the caller sent along. """
    processing_type: str | Unset = UNSET
    """ `async`, or an empty text when the answer came at once. """
    size: Size | Unset = UNSET
    """ Width and height of a picture. """
    rotation: int | Unset = UNSET
    """ By how many degrees the page was turned. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        input_ = self.input_

        prediction = []
        for prediction_item_data in self.prediction:
            prediction_item = prediction_item_data.to_dict()
            prediction.append(prediction_item)

        message = self.message

        page = self.page

        id = self.id

        request_file_id = self.request_file_id

        filepath = self.filepath

        file_url = self.file_url

        request_metadata = self.request_metadata

        processing_type = self.processing_type

        size: dict[str, Any] | Unset = UNSET
        if not isinstance(self.size, Unset):
            size = self.size.to_dict()

        rotation = self.rotation

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "input": input_,
                "prediction": prediction,
            }
        )
        if message is not UNSET:
            field_dict["message"] = message
        if page is not UNSET:
            field_dict["page"] = page
        if id is not UNSET:
            field_dict["id"] = id
        if request_file_id is not UNSET:
            field_dict["request_file_id"] = request_file_id
        if filepath is not UNSET:
            field_dict["filepath"] = filepath
        if file_url is not UNSET:
            field_dict["file_url"] = file_url
        if request_metadata is not UNSET:
            field_dict["request_metadata"] = request_metadata
        if processing_type is not UNSET:
            field_dict["processing_type"] = processing_type
        if size is not UNSET:
            field_dict["size"] = size
        if rotation is not UNSET:
            field_dict["rotation"] = rotation

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        input_ = d.pop("input")

        prediction = []
        _prediction = d.pop("prediction")
        for prediction_item_data in _prediction:
            prediction_item = DetectedBox.from_dict(prediction_item_data)

            prediction.append(prediction_item)

        message = d.pop("message", UNSET)

        page = d.pop("page", UNSET)

        id = d.pop("id", UNSET)

        request_file_id = d.pop("request_file_id", UNSET)

        filepath = d.pop("filepath", UNSET)

        file_url = d.pop("file_url", UNSET)

        request_metadata = d.pop("request_metadata", UNSET)

        processing_type = d.pop("processing_type", UNSET)

        _size = d.pop("size", UNSET)
        size: Size | Unset
        if isinstance(_size, Unset):
            size = UNSET
        else:
            size = Size.from_dict(_size)

        rotation = d.pop("rotation", UNSET)

        detected_page = cls(
            input_,
            prediction,
            message,
            page,
            id,
            request_file_id,
            filepath,
            file_url,
            request_metadata,
            processing_type,
            size,
            rotation,
        )

        detected_page.additional_properties = d
        return detected_page

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


from ..models.detected_box import DetectedBox  # noqa: E402
from ..models.size import Size  # noqa: E402
