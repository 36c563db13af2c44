# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ReviewPage")


@_attrs_define
class ReviewPage:
    """A page that was read, and its review. No answer has all the fields: lists of pages have `predicted_boxes`, a
    single page has `prediction`.

    """

    id: str | Unset = UNSET
    """ The page's id. """
    model_id: str | Unset = UNSET
    """ The model that read it. """
    message: str | Unset = UNSET
    """ Success, in any case of letters, or what became of the page. """
    input_: str | Unset = UNSET
    """ Name of the file, or its URL. """
    prediction: list[DetectedBox] | Unset = UNSET
    """ The boxes that were found, on a page that was fetched by its id. """
    predicted_boxes: list[DetectedBox] | Unset = UNSET
    """ The boxes that were found. """
    moderated_boxes: list[DetectedBox] | None | Unset = UNSET
    """ The boxes as a person left them; null or absent without a review. """
    raw_ocr: list[DetectedBox] | Unset = UNSET
    """ The boxes before any rule was applied to them. """
    custom_response: None | str | Unset = UNSET
    """ Null in the one answer that was published. """
    page: int | Unset = UNSET
    """ Number of the page in its file, from 0. """
    day_since_epoch: int | Unset = UNSET
    """ The day on which the page was read, in days since 1 January 1970. """
    hour_of_day: int | Unset = UNSET
    """ The hour of that day. """
    request_file_id: str | Unset = UNSET
    """ Id of the file that was sent; all its pages share it. """
    request_metadata: str | Unset = UNSET
    """ The note that the caller sent along. """
    filepath: str | Unset = UNSET
    """ Where the vendor keeps the picture of the page; a key of `signed_urls`. """
    file_url: str | Unset = UNSET
    """ Where the vendor keeps the file as it was sent. """
    url: str | Unset = UNSET
    """ Path or address of the picture of the page. """
    original_file_name: str | Unset = UNSET
    """ The file's name as it was sent. """
    file_metadata: FileMetadata | Unset = UNSET
    """ What the vendor noticed about a file. """
    size: Size | Unset = UNSET
    """ Width and height of a picture. """
    rotation: int | Unset = UNSET
    """ By how many degrees the page was turned. """
    is_moderated: bool | Unset = UNSET
    """ Whether a person has reviewed the page. """
    status: str | Unset = UNSET
    """ What became of the page, for example `success`. """
    approval_status: str | Unset = UNSET
    """ What became of the review; empty without one. """
    export_status: str | Unset = UNSET
    """ What became of the export to another system. """
    current_stage_id: str | Unset = UNSET
    """ The stage of the vendor's workflow that the page is in. """
    assigned_member: str | Unset = UNSET
    """ The person who is to review the page. """
    verified_by: str | Unset = UNSET
    """ The person who has reviewed the page. """
    verified_at: str | Unset = UNSET
    """ When the review ended; a UUID that holds the time. """
    updated_at: str | Unset = UNSET
    """ When the page was changed last; a UUID that holds the time. """
    uploaded_by: str | Unset = UNSET
    """ The person who sent the file. """
    upload_channel: str | Unset = UNSET
    """ How the file came, for example `api`. """
    source: str | Unset = UNSET
    """ Where the file came from, for example `api`. """
    no_of_fields: int | Unset = UNSET
    """ How many fields were found. """
    retries: int | Unset = UNSET
    """ How often reading was tried again. """
    cost: float | Unset = UNSET
    """ What the page cost, in the vendor's currency. """
    payable_cost: float | Unset = UNSET
    """ How much of that is to be paid. """
    is_deleted: bool | Unset = UNSET
    """ Whether the page was deleted. """
    delay_post_prediction_tasks: bool | Unset = UNSET
    """ Whether what follows the reading was put off. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        model_id = self.model_id

        message = self.message

        input_ = self.input_

        prediction: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.prediction, Unset):
            prediction = []
            for prediction_item_data in self.prediction:
                prediction_item = prediction_item_data.to_dict()
                prediction.append(prediction_item)

        predicted_boxes: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.predicted_boxes, Unset):
            predicted_boxes = []
            for predicted_boxes_item_data in self.predicted_boxes:
                predicted_boxes_item = predicted_boxes_item_data.to_dict()
                predicted_boxes.append(predicted_boxes_item)

        moderated_boxes: list[dict[str, Any]] | None | Unset
        if isinstance(self.moderated_boxes, Unset):
            moderated_boxes = UNSET
        elif isinstance(self.moderated_boxes, list):
            moderated_boxes = []
            for moderated_boxes_type_0_item_data in self.moderated_boxes:
                moderated_boxes_type_0_item = moderated_boxes_type_0_item_data.to_dict()
                moderated_boxes.append(moderated_boxes_type_0_item)

        else:
            moderated_boxes = self.moderated_boxes

        raw_ocr: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.raw_ocr, Unset):
            raw_ocr = []
            for raw_ocr_item_data in self.raw_ocr:
                raw_ocr_item = raw_ocr_item_data.to_dict()
                raw_ocr.append(raw_ocr_item)

        custom_response: None | str | Unset
        if isinstance(self.custom_response, Unset):
            custom_response = UNSET
        else:
            custom_response = self.custom_response

        page = self.page

        day_since_epoch = self.day_since_epoch

        hour_of_day = self.hour_of_day

        request_file_id = self.request_file_id

        request_metadata = self.request_metadata

        filepath = self.filepath

        file_url = self.file_url

        url = self.url

        original_file_name = self.original_file_name

        file_metadata: dict[str, Any] | Unset = UNSET
        if not isinstance(self.file_metadata, Unset):
            file_metadata = self.file_metadata.to_dict()

        size: dict[str, Any] | Unset = UNSET
        if not isinstance(self.size, Unset):
            size = self.size.to_dict()

        rotation = self.rotation

        is_moderated = self.is_moderated

        status = self.status

        approval_status = self.approval_status

        export_status = self.export_status

        current_stage_id = self.current_stage_id

        assigned_member = self.assigned_member

        verified_by = self.verified_by

        verified_at = self.verified_at

        updated_at = self.updated_at

        uploaded_by = self.uploaded_by

        upload_channel = self.upload_channel

        source = self.source

        no_of_fields = self.no_of_fields

        retries = self.retries

        cost = self.cost

        payable_cost = self.payable_cost

        is_deleted = self.is_deleted

        delay_post_prediction_tasks = self.delay_post_prediction_tasks

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
        if model_id is not UNSET:
            field_dict["model_id"] = model_id
        if message is not UNSET:
            field_dict["message"] = message
        if input_ is not UNSET:
            field_dict["input"] = input_
        if prediction is not UNSET:
            field_dict["prediction"] = prediction
        if predicted_boxes is not UNSET:
            field_dict["predicted_boxes"] = predicted_boxes
        if moderated_boxes is not UNSET:
            field_dict["moderated_boxes"] = moderated_boxes
        if raw_ocr is not UNSET:
            field_dict["raw_ocr"] = raw_ocr
        if custom_response is not UNSET:
            field_dict["custom_response"] = custom_response
        if page is not UNSET:
            field_dict["page"] = page
        if day_since_epoch is not UNSET:
            field_dict["day_since_epoch"] = day_since_epoch
        if hour_of_day is not UNSET:
            field_dict["hour_of_day"] = hour_of_day
        if request_file_id is not UNSET:
            field_dict["request_file_id"] = request_file_id
        if request_metadata is not UNSET:
            field_dict["request_metadata"] = request_metadata
        if filepath is not UNSET:
            field_dict["filepath"] = filepath
        if file_url is not UNSET:
            field_dict["file_url"] = file_url
        if url is not UNSET:
            field_dict["url"] = url
        if original_file_name is not UNSET:
            field_dict["original_file_name"] = original_file_name
        if file_metadata is not UNSET:
            field_dict["file_metadata"] = file_metadata
        if size is not UNSET:
            field_dict["size"] = size
        if rotation is not UNSET:
            field_dict["rotation"] = rotation
        if is_moderated is not UNSET:
            field_dict["is_moderated"] = is_moderated
        if status is not UNSET:
            field_dict["status"] = status
        if approval_status is not UNSET:
            field_dict["approval_status"] = approval_status
        if export_status is not UNSET:
            field_dict["export_status"] = export_status
        if current_stage_id is not UNSET:
            field_dict["current_stage_id"] = current_stage_id
        if assigned_member is not UNSET:
            field_dict["assigned_member"] = assigned_member
        if verified_by is not UNSET:
            field_dict["verified_by"] = verified_by
        if verified_at is not UNSET:
            field_dict["verified_at"] = verified_at
        if updated_at is not UNSET:
            field_dict["updated_at"] = updated_at
        if uploaded_by is not UNSET:
            field_dict["uploaded_by"] = uploaded_by
        if upload_channel is not UNSET:
            field_dict["upload_channel"] = upload_channel
        if source is not UNSET:
            field_dict["source"] = source
        if no_of_fields is not UNSET:
            field_dict["no_of_fields"] = no_of_fields
        if retries is not UNSET:
            field_dict["retries"] = retries
        if cost is not UNSET:
            field_dict["cost"] = cost
        if payable_cost is not UNSET:
            field_dict["payable_cost"] = payable_cost
        if is_deleted is not UNSET:
            field_dict["is_deleted"] = is_deleted
        if delay_post_prediction_tasks is not UNSET:
            field_dict["delay_post_prediction_tasks"] = delay_post_prediction_tasks

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id", UNSET)

        model_id = d.pop("model_id", UNSET)

        message = d.pop("message", UNSET)

        input_ = d.pop("input", UNSET)

        _prediction = d.pop("prediction", UNSET)
        prediction: list[DetectedBox] | Unset = UNSET
        if _prediction is not UNSET:
            prediction = []
            for prediction_item_data in _prediction:
                prediction_item = DetectedBox.from_dict(prediction_item_data)

                prediction.append(prediction_item)

        _predicted_boxes = d.pop("predicted_boxes", UNSET)
        predicted_boxes: list[DetectedBox] | Unset = UNSET
        if _predicted_boxes is not UNSET:
            predicted_boxes = []
            for predicted_boxes_item_data in _predicted_boxes:
                predicted_boxes_item = DetectedBox.from_dict(predicted_boxes_item_data)

                predicted_boxes.append(predicted_boxes_item)

        def _parse_moderated_boxes(data: object) -> list[DetectedBox] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                moderated_boxes_type_0 = []
                _moderated_boxes_type_0 = data
                for moderated_boxes_type_0_item_data in _moderated_boxes_type_0:
                    moderated_boxes_type_0_item = DetectedBox.from_dict(moderated_boxes_type_0_item_data)

                    moderated_boxes_type_0.append(moderated_boxes_type_0_item)

                return moderated_boxes_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[DetectedBox] | None | Unset, data)

        moderated_boxes = _parse_moderated_boxes(d.pop("moderated_boxes", UNSET))

        _raw_ocr = d.pop("raw_ocr", UNSET)
        raw_ocr: list[DetectedBox] | Unset = UNSET
        if _raw_ocr is not UNSET:
            raw_ocr = []
            for raw_ocr_item_data in _raw_ocr:
                raw_ocr_item = DetectedBox.from_dict(raw_ocr_item_data)

                raw_ocr.append(raw_ocr_item)

        def _parse_custom_response(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        custom_response = _parse_custom_response(d.pop("custom_response", UNSET))

        page = d.pop("page", UNSET)

        day_since_epoch = d.pop("day_since_epoch", UNSET)

        hour_of_day = d.pop("hour_of_day", UNSET)

        request_file_id = d.pop("request_file_id", UNSET)

        request_metadata = d.pop("request_metadata", UNSET)

        filepath = d.pop("filepath", UNSET)

        file_url = d.pop("file_url", UNSET)

        url = d.pop("url", UNSET)

        original_file_name = d.pop("original_file_name", UNSET)

        _file_metadata = d.pop("file_metadata", UNSET)
        file_metadata: FileMetadata | Unset
        if isinstance(_file_metadata, Unset):
            file_metadata = UNSET
        else:
            file_metadata = FileMetadata.from_dict(_file_metadata)

        _size = d.pop("size", UNSET)
        size: Size | Unset
        if isinstance(_size, Unset):
            size = UNSET
        else:
            size = Size.from_dict(_size)

        rotation = d.pop("rotation", UNSET)

        is_moderated = d.pop("is_moderated", UNSET)

        status = d.pop("status", UNSET)

        approval_status = d.pop("approval_status", UNSET)

        export_status = d.pop("export_status", UNSET)

        current_stage_id = d.pop("current_stage_id", UNSET)

        assigned_member = d.pop("assigned_member", UNSET)

        verified_by = d.pop("verified_by", UNSET)

        verified_at = d.pop("verified_at", UNSET)

        updated_at = d.pop("updated_at", UNSET)

        uploaded_by = d.pop("uploaded_by", UNSET)

        upload_channel = d.pop("upload_channel", UNSET)

        source = d.pop("source", UNSET)

        no_of_fields = d.pop("no_of_fields", UNSET)

        retries = d.pop("retries", UNSET)

        cost = d.pop("cost", UNSET)

        payable_cost = d.pop("payable_cost", UNSET)

        is_deleted = d.pop("is_deleted", UNSET)

        delay_post_prediction_tasks = d.pop("delay_post_prediction_tasks", UNSET)

        review_page = cls(
            id,
            model_id,
            message,
            input_,
            prediction,
            predicted_boxes,
            moderated_boxes,
            raw_ocr,
            custom_response,
            page,
            day_since_epoch,
            hour_of_day,
            request_file_id,
            request_metadata,
            filepath,
            file_url,
            url,
            original_file_name,
            file_metadata,
            size,
            rotation,
            is_moderated,
            status,
            approval_status,
            export_status,
            current_stage_id,
            assigned_member,
            verified_by,
            verified_at,
            updated_at,
            uploaded_by,
            upload_channel,
            source,
            no_of_fields,
            retries,
            cost,
            payable_cost,
            is_deleted,
            delay_post_prediction_tasks,
        )

        review_page.additional_properties = d
        return review_page

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
from ..models.file_metadata import FileMetadata  # noqa: E402
from ..models.size import Size  # noqa: E402
