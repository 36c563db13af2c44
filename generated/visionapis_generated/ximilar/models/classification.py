# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    ResponseModel,
    to_json,
)


@_attrs_define
class Classification(ResponseModel):
    """The result of each record."""

    status: Status
    """The status of a whole response or of one record."""
    records: list[ClassifiedRecord]
    """One entry per record of the request, in the same order."""
    task_id: str | None = None
    """Id of the task."""
    version: int | None = None
    """Version of the task's model."""
    statistics: Statistics | None = None
    """Measurements by the server."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "status": to_json(self.status),
            "records": to_json(self.records),
        }
        if self.task_id is not None:
            data["task_id"] = self.task_id
        if self.version is not None:
            data["version"] = self.version
        if self.statistics is not None:
            data["statistics"] = to_json(self.statistics)
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            Status.from_dict(d.pop("status")),
            [ClassifiedRecord.from_dict(item) for item in d.pop("records")],
            d.pop("task_id", None),
            d.pop("version", None),
            value if (value := d.pop("statistics", None)) is None else Statistics.from_dict(value),
        )
        model.additional_properties = d
        return model


from ..models.classified_record import ClassifiedRecord  # noqa: E402
from ..models.statistics import Statistics  # noqa: E402
from ..models.status import Status  # noqa: E402
