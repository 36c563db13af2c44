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
class ClassifiedRecord(ResponseModel):
    """The result of one record. It has labels only if its status is 200. Fields of the request's record are returned
    too."""

    status: Status
    """The status of a whole response or of one record."""
    best_label: PredictedLabel | PredictedValue | None = None
    """A label with its score, or, in a regression task, with a value."""
    labels: list[PredictedLabel | PredictedValue] | None = None
    """All labels of the task, best first."""
    url: str | None = None
    """The link from the request."""
    width: int | None = None
    """The image's width in pixels, with its EXIF orientation applied."""
    height: int | None = None
    """The image's height in pixels, with its EXIF orientation applied."""
    id: str | None = None
    """The server's id of this record."""
    stored_image_id: str | None = None
    """Id of the training image that `store_images` created."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "_status": to_json(self.status),
        }
        if self.best_label is not None:
            data["best_label"] = to_json(self.best_label)
        if self.labels is not None:
            data["labels"] = to_json(self.labels)
        if self.url is not None:
            data["_url"] = self.url
        if self.width is not None:
            data["_width"] = self.width
        if self.height is not None:
            data["_height"] = self.height
        if self.id is not None:
            data["_id"] = self.id
        if self.stored_image_id is not None:
            data["_stored_image_id"] = self.stored_image_id
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            Status.from_dict(d.pop("_status")),
            value if (value := d.pop("best_label", None)) is None else _read_best_label(value),
            value if (value := d.pop("labels", None)) is None else [_read_labels_item(item) for item in value],
            d.pop("_url", None),
            d.pop("_width", None),
            d.pop("_height", None),
            d.pop("_id", None),
            d.pop("_stored_image_id", None),
        )
        model.additional_properties = d
        return model


def _read_best_label(data: Any) -> PredictedLabel | PredictedValue:
    try:
        return PredictedLabel.from_dict(data)
    except (AttributeError, KeyError, TypeError, ValueError):
        pass
    return PredictedValue.from_dict(data)


def _read_labels_item(data: Any) -> PredictedLabel | PredictedValue:
    try:
        return PredictedLabel.from_dict(data)
    except (AttributeError, KeyError, TypeError, ValueError):
        pass
    return PredictedValue.from_dict(data)


from ..models.predicted_label import PredictedLabel  # noqa: E402
from ..models.predicted_value import PredictedValue  # noqa: E402
from ..models.status import Status  # noqa: E402
