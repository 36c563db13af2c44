# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ClassifiedRecord")


@_attrs_define
class ClassifiedRecord:
    """What became of one record. When its status is not 200 there are no labels. The fields of the request's record
    come back too.

    """

    status: Status
    """ An outcome, of a whole answer or of one record. """
    best_label: PredictedLabel | Unset = UNSET
    """ A label with its score. """
    labels: list[PredictedLabel] | Unset = UNSET
    """ All labels of the task, best first. """
    url: str | Unset = UNSET
    """ The link from the request. """
    width: int | Unset = UNSET
    """ The picture's width in pixels. """
    height: int | Unset = UNSET
    """ The picture's height in pixels. """
    id: str | Unset = UNSET
    """ The server's id of this record. """
    stored_image_id: str | Unset = UNSET
    """ Id of the training picture that `store_images` made of it. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        status = self.status.to_dict()

        best_label: dict[str, Any] | Unset = UNSET
        if not isinstance(self.best_label, Unset):
            best_label = self.best_label.to_dict()

        labels: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.labels, Unset):
            labels = []
            for labels_item_data in self.labels:
                labels_item = labels_item_data.to_dict()
                labels.append(labels_item)

        url = self.url

        width = self.width

        height = self.height

        id = self.id

        stored_image_id = self.stored_image_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "_status": status,
            }
        )
        if best_label is not UNSET:
            field_dict["best_label"] = best_label
        if labels is not UNSET:
            field_dict["labels"] = labels
        if url is not UNSET:
            field_dict["_url"] = url
        if width is not UNSET:
            field_dict["_width"] = width
        if height is not UNSET:
            field_dict["_height"] = height
        if id is not UNSET:
            field_dict["_id"] = id
        if stored_image_id is not UNSET:
            field_dict["_stored_image_id"] = stored_image_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        status = Status.from_dict(d.pop("_status"))

        _best_label = d.pop("best_label", UNSET)
        best_label: PredictedLabel | Unset
        if isinstance(_best_label, Unset):
            best_label = UNSET
        else:
            best_label = PredictedLabel.from_dict(_best_label)

        _labels = d.pop("labels", UNSET)
        labels: list[PredictedLabel] | Unset = UNSET
        if _labels is not UNSET:
            labels = []
            for labels_item_data in _labels:
                labels_item = PredictedLabel.from_dict(labels_item_data)

                labels.append(labels_item)

        url = d.pop("_url", UNSET)

        width = d.pop("_width", UNSET)

        height = d.pop("_height", UNSET)

        id = d.pop("_id", UNSET)

        stored_image_id = d.pop("_stored_image_id", UNSET)

        classified_record = cls(
            status,
            best_label,
            labels,
            url,
            width,
            height,
            id,
            stored_image_id,
        )

        classified_record.additional_properties = d
        return classified_record

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


from ..models.predicted_label import PredictedLabel  # noqa: E402
from ..models.status import Status  # noqa: E402
