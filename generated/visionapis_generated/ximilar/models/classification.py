# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="Classification")


@_attrs_define
class Classification:
    """What became of each record."""

    status: Status
    """ An outcome, of a whole answer or of one record. """
    records: list[ClassifiedRecord]
    """ One entry a record of the request, in its order. """
    task_id: str | Unset = UNSET
    """ The task that answered. """
    version: int | Unset = UNSET
    """ The version of the task's model that answered. """
    statistics: Statistics | Unset = UNSET
    """ Measurements of the server's own. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        status = self.status.to_dict()

        records = []
        for records_item_data in self.records:
            records_item = records_item_data.to_dict()
            records.append(records_item)

        task_id = self.task_id

        version = self.version

        statistics: dict[str, Any] | Unset = UNSET
        if not isinstance(self.statistics, Unset):
            statistics = self.statistics.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "status": status,
                "records": records,
            }
        )
        if task_id is not UNSET:
            field_dict["task_id"] = task_id
        if version is not UNSET:
            field_dict["version"] = version
        if statistics is not UNSET:
            field_dict["statistics"] = statistics

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        status = Status.from_dict(d.pop("status"))

        records = []
        _records = d.pop("records")
        for records_item_data in _records:
            records_item = ClassifiedRecord.from_dict(records_item_data)

            records.append(records_item)

        task_id = d.pop("task_id", UNSET)

        version = d.pop("version", UNSET)

        _statistics = d.pop("statistics", UNSET)
        statistics: Statistics | Unset
        if isinstance(_statistics, Unset):
            statistics = UNSET
        else:
            statistics = Statistics.from_dict(_statistics)

        classification = cls(
            status,
            records,
            task_id,
            version,
            statistics,
        )

        classification.additional_properties = d
        return classification

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


from ..models.classified_record import ClassifiedRecord  # noqa: E402
from ..models.statistics import Statistics  # noqa: E402
from ..models.status import Status  # noqa: E402
