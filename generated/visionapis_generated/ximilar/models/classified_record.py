# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field


@_attrs_define
class ClassifiedRecord:
    """The result of one record. It has labels only if its status is 200. Fields of the request's record are returned
    too."""

    status: Status
    """The status of a whole response or of one record."""
    best_label: PredictedLabel | None = None
    """A label with its score."""
    labels: list[PredictedLabel] | None = None
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

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            Status.from_dict(d.pop("_status")),
            value if (value := d.pop("best_label", None)) is None else PredictedLabel.from_dict(value),
            value if (value := d.pop("labels", None)) is None else [PredictedLabel.from_dict(item) for item in value],
            d.pop("_url", None),
            d.pop("_width", None),
            d.pop("_height", None),
            d.pop("_id", None),
            d.pop("_stored_image_id", None),
        )
        model.additional_properties = d
        return model


from ..models.predicted_label import PredictedLabel  # noqa: E402
from ..models.status import Status  # noqa: E402
