# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
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
class ReviewPage(ResponseModel):
    """A page that was read, and its review. No response has all fields: lists of pages have `predicted_boxes`, a
    single page has `prediction`."""

    id: str | None = None
    """The page's id."""
    model_id: str | None = None
    """Id of the model that read the page."""
    message: str | None = None
    """`success`, in any letter case, or the state of the page."""
    input_: str | None = None
    """The file's name or its URL."""
    prediction: list[DetectedBox] | None = None
    """The boxes that were found, if a single page is requested."""
    predicted_boxes: list[DetectedBox] | None = None
    """The boxes that were found."""
    moderated_boxes: list[DetectedBox] | None = None
    """The boxes after a person's review; null or absent without one."""
    raw_ocr: list[DetectedBox] | None = None
    """The boxes before the model's rules were applied."""
    custom_response: str | None = None
    """An undocumented text; usually null."""
    page: int | None = None
    """Number of the page in its file, from 0."""
    day_since_epoch: int | None = None
    """Day on which the page was read, in days since 1 January 1970."""
    hour_of_day: int | None = None
    """Hour of that day."""
    request_file_id: str | None = None
    """Id of the uploaded file; all its pages have the same."""
    request_metadata: str | None = None
    """The `request_metadata` of the request."""
    filepath: str | None = None
    """Path of the page's image in the vendor's storage; a key of `signed_urls`."""
    file_url: str | None = None
    """Path of the original file in the vendor's storage."""
    url: str | None = None
    """Path or URL of the page's image."""
    original_file_name: str | None = None
    """Name of the uploaded file."""
    file_metadata: FileMetadata | None = None
    """Facts about a file."""
    size: ImageSize | None = None
    """Width and height of an image."""
    rotation: int | None = None
    """Rotation of the page in degrees."""
    is_moderated: bool | None = None
    """Whether a person has reviewed the page."""
    status: str | None = None
    """Status of the page, for example `success`."""
    approval_status: str | None = None
    """Status of the review; empty without one."""
    export_status: str | None = None
    """Status of the export to another system."""
    current_stage_id: str | None = None
    """The page's stage in the vendor's workflow."""
    assigned_member: str | None = None
    """The person who is assigned to review the page."""
    verified_by: str | None = None
    """The person who reviewed the page."""
    verified_at: str | None = None
    """Time of the review, as a time-based UUID."""
    updated_at: str | None = None
    """Time of the last change, as a time-based UUID."""
    uploaded_by: str | None = None
    """The person who uploaded the file."""
    upload_channel: str | None = None
    """How the file was uploaded, for example `api`."""
    source: str | None = None
    """Where the file came from, for example `api`."""
    no_of_fields: int | None = None
    """Number of fields that were found."""
    retries: int | None = None
    """Number of times that reading was retried."""
    cost: float | None = None
    """Cost of the page, in the vendor's currency."""
    payable_cost: float | None = None
    """The part of the cost that is to be paid."""
    is_deleted: bool | None = None
    """Whether the page was deleted."""
    delay_post_prediction_tasks: bool | None = None
    """Whether the steps after reading are delayed."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
        }
        if self.id is not None:
            data["id"] = self.id
        if self.model_id is not None:
            data["model_id"] = self.model_id
        if self.message is not None:
            data["message"] = self.message
        if self.input_ is not None:
            data["input"] = self.input_
        if self.prediction is not None:
            data["prediction"] = to_json(self.prediction)
        if self.predicted_boxes is not None:
            data["predicted_boxes"] = to_json(self.predicted_boxes)
        if self.moderated_boxes is not None:
            data["moderated_boxes"] = to_json(self.moderated_boxes)
        if self.raw_ocr is not None:
            data["raw_ocr"] = to_json(self.raw_ocr)
        if self.custom_response is not None:
            data["custom_response"] = self.custom_response
        if self.page is not None:
            data["page"] = self.page
        if self.day_since_epoch is not None:
            data["day_since_epoch"] = self.day_since_epoch
        if self.hour_of_day is not None:
            data["hour_of_day"] = self.hour_of_day
        if self.request_file_id is not None:
            data["request_file_id"] = self.request_file_id
        if self.request_metadata is not None:
            data["request_metadata"] = self.request_metadata
        if self.filepath is not None:
            data["filepath"] = self.filepath
        if self.file_url is not None:
            data["file_url"] = self.file_url
        if self.url is not None:
            data["url"] = self.url
        if self.original_file_name is not None:
            data["original_file_name"] = self.original_file_name
        if self.file_metadata is not None:
            data["file_metadata"] = to_json(self.file_metadata)
        if self.size is not None:
            data["size"] = to_json(self.size)
        if self.rotation is not None:
            data["rotation"] = self.rotation
        if self.is_moderated is not None:
            data["is_moderated"] = self.is_moderated
        if self.status is not None:
            data["status"] = self.status
        if self.approval_status is not None:
            data["approval_status"] = self.approval_status
        if self.export_status is not None:
            data["export_status"] = self.export_status
        if self.current_stage_id is not None:
            data["current_stage_id"] = self.current_stage_id
        if self.assigned_member is not None:
            data["assigned_member"] = self.assigned_member
        if self.verified_by is not None:
            data["verified_by"] = self.verified_by
        if self.verified_at is not None:
            data["verified_at"] = self.verified_at
        if self.updated_at is not None:
            data["updated_at"] = self.updated_at
        if self.uploaded_by is not None:
            data["uploaded_by"] = self.uploaded_by
        if self.upload_channel is not None:
            data["upload_channel"] = self.upload_channel
        if self.source is not None:
            data["source"] = self.source
        if self.no_of_fields is not None:
            data["no_of_fields"] = self.no_of_fields
        if self.retries is not None:
            data["retries"] = self.retries
        if self.cost is not None:
            data["cost"] = self.cost
        if self.payable_cost is not None:
            data["payable_cost"] = self.payable_cost
        if self.is_deleted is not None:
            data["is_deleted"] = self.is_deleted
        if self.delay_post_prediction_tasks is not None:
            data["delay_post_prediction_tasks"] = self.delay_post_prediction_tasks
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("id", None),
            d.pop("model_id", None),
            d.pop("message", None),
            d.pop("input", None),
            value if (value := d.pop("prediction", None)) is None else [DetectedBox.from_dict(item) for item in value],
            value
            if (value := d.pop("predicted_boxes", None)) is None
            else [DetectedBox.from_dict(item) for item in value],
            value
            if (value := d.pop("moderated_boxes", None)) is None
            else [DetectedBox.from_dict(item) for item in value],
            value if (value := d.pop("raw_ocr", None)) is None else [DetectedBox.from_dict(item) for item in value],
            d.pop("custom_response", None),
            d.pop("page", None),
            d.pop("day_since_epoch", None),
            d.pop("hour_of_day", None),
            d.pop("request_file_id", None),
            d.pop("request_metadata", None),
            d.pop("filepath", None),
            d.pop("file_url", None),
            d.pop("url", None),
            d.pop("original_file_name", None),
            value if (value := d.pop("file_metadata", None)) is None else FileMetadata.from_dict(value),
            value if (value := d.pop("size", None)) is None else ImageSize.from_dict(value),
            d.pop("rotation", None),
            d.pop("is_moderated", None),
            d.pop("status", None),
            d.pop("approval_status", None),
            d.pop("export_status", None),
            d.pop("current_stage_id", None),
            d.pop("assigned_member", None),
            d.pop("verified_by", None),
            d.pop("verified_at", None),
            d.pop("updated_at", None),
            d.pop("uploaded_by", None),
            d.pop("upload_channel", None),
            d.pop("source", None),
            d.pop("no_of_fields", None),
            d.pop("retries", None),
            d.pop("cost", None),
            d.pop("payable_cost", None),
            d.pop("is_deleted", None),
            d.pop("delay_post_prediction_tasks", None),
        )
        model.additional_properties = d
        return model


from ..models.detected_box import DetectedBox  # noqa: E402
from ..models.file_metadata import FileMetadata  # noqa: E402
from ..models.image_size import ImageSize  # noqa: E402
