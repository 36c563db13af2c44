# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
"""Strict models of the ximilar contract."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import MISSING, BaseModel, ConfigDict, Field, RootModel


class UrlRecord(BaseModel):
    """An image that the server fetches. Additional fields are returned in the record of the response."""

    field_url: Annotated[str, Field(alias="_url", min_length=1)]
    """A direct, publicly readable link to the image."""


class Base64Record(BaseModel):
    """An image as base64 text. Additional fields are returned in the record of the response."""

    field_base64: Annotated[str, Field(alias="_base64", min_length=1)]
    """The image's bytes as base64 text, with or without a `data:image/...;base64,` prefix."""
    noresize: bool | MISSING = MISSING
    """Do not resize the image. The server shrinks images above about 1024 pixels."""


class PredictedLabel(BaseModel):
    """A label with its score."""

    id: str
    """The label's id."""
    name: str
    """The label's name."""
    prob: Annotated[float, Field(ge=0.0, le=1.0)]
    """
    Score from 0 to 1. The scores of a `multi_class` task sum to 1; those of a `multi_label` task are
    independent.

    """
    value: float | MISSING = MISSING
    """The number that a regression task predicts, if it also has a score."""


class PredictedValue(BaseModel):
    """A label of a regression task with its value."""

    id: str
    """The label's id."""
    name: str
    """The label's name."""
    value: float
    """The number that the task predicts."""


class Status(BaseModel):
    """The status of a whole response or of one record."""

    code: int
    """200 for success. Other numbers only partly follow HTTP."""
    text: str
    """The status in words."""
    request_id: str | MISSING = MISSING
    """The server's id of this request."""
    proc_id: str | MISSING = MISSING
    """The server's id of the job."""


class Statistics(BaseModel):
    """Measurements by the server."""

    processing_time: Annotated[float | MISSING, Field(alias="processing time")] = MISSING
    """Processing time in seconds."""


class FailureStatus(BaseModel):
    """Why a request failed as a whole."""

    code: Annotated[int, Field(ge=201)]
    """Any number above 200."""
    text: str
    """The reason in words."""
    request_id: str | MISSING = MISSING
    """The server's id of this request."""


class TaskType(RootModel[Literal["multi_class", "multi_label", "regression"]]):
    root: Literal["multi_class", "multi_label", "regression"]
    """
    `multi_class` assigns exactly one label to an image, `multi_label` any number of labels, `regression` a number.

    """


class LabelType(RootModel[Literal["category", "tag", "value"]]):
    root: Literal["category", "tag", "value"]
    """
    `category` for tasks of type `multi_class`, `tag` for `multi_label`, `value` for `regression`.

    """


class AnyTaskType(RootModel[TaskType | str]):
    root: TaskType | str
    """The task's type. The vendor may add types."""


class NewTask(BaseModel):
    """A task to create."""

    name: Annotated[str, Field(min_length=1)]
    """The task's name."""
    type: TaskType
    description: str | None | MISSING = MISSING
    """The purpose of the task."""
    workspace: str | MISSING = MISSING
    """Id of the workspace. Default: the default workspace of the token's user."""


class Task(BaseModel):
    """A recognition task."""

    id: str
    """The task's id."""
    name: str
    """The task's name."""
    type: AnyTaskType
    description: str | None | MISSING = MISSING
    """The purpose of the task."""
    production_version: int | None
    """The model version that is used if a request names none. Null before the first training."""
    last_train_status: str | None | MISSING = MISSING
    """Status of the latest training, for example `IN_TRAINING` or `TRAINED`."""
    workspace: str | MISSING = MISSING
    """Id of the task's workspace."""


class TaskPage(BaseModel):
    """A page of tasks."""

    count: int
    """Number of entries on all pages."""
    next: str | None
    """URL of the next page; null on the last page."""
    previous: str | None | MISSING = MISSING
    """URL of the previous page; null on the first page."""
    results: list[Task]
    """The entries of this page."""


class TrainingRequest(BaseModel):
    """The task's workspace."""

    workspace: str | MISSING = MISSING
    """Id of the workspace. Default: the default workspace of the token's user."""


class TrainingStatus(BaseModel):
    """Status of the queued training. The vendor documents a JSON object without naming its fields."""

    model_config = ConfigDict(
        extra="allow",
    )


class Acknowledgement(BaseModel):
    """An undocumented JSON object."""

    model_config = ConfigDict(
        extra="allow",
    )


class LabelReference(BaseModel):
    """A label by its id."""

    label_id: Annotated[str, Field(min_length=1)]
    """The label's id."""
    workspace: str | MISSING = MISSING
    """Id of the workspace. Default: the default workspace of the token's user."""


class AnyLabelType(RootModel[LabelType | str]):
    root: LabelType | str
    """The label's type. The vendor may add types."""


class NewLabel(BaseModel):
    """A label to create."""

    name: Annotated[str, Field(min_length=1)]
    """The label's name."""
    type: LabelType
    description: str | None | MISSING = MISSING
    """The meaning of the label."""
    output_name: str | None | MISSING = MISSING
    """The name to display in place of the label's own."""
    workspace: str | MISSING = MISSING
    """Id of the workspace. Default: the default workspace of the token's user."""


class ChildTask(BaseModel):
    """A child task of a label."""

    id: str
    """The task's id."""


class TaskReference(BaseModel):
    """A task by its id."""

    task_id: Annotated[str, Field(min_length=1)]
    """The task's id."""
    workspace: str | MISSING = MISSING
    """Id of the workspace. Default: the default workspace of the token's user."""


class FileUpload(BaseModel):
    """A training image as a multipart file."""

    img_path: bytes
    """The image's bytes."""
    meta_data: Annotated[
        str | MISSING,
        Field(
            json_schema_extra={
                "contentMediaType": "application/json",
                "contentSchema": {"$ref": "#/components/schemas/MetaData"},
            }
        ),
    ] = MISSING
    """Metadata to keep with the image, as the text of a JSON object."""
    noresize: bool | MISSING = MISSING
    """Do not resize the image."""
    test_image: bool | MISSING = MISSING
    """Use the image only for testing, never for training."""
    workspace: str | MISSING = MISSING
    """Id of the workspace. Default: the default workspace of the token's user."""


class ImagesUpdate(BaseModel):
    """Changes to many training images, selected by either `images` or `labels`."""

    images: list[str] | MISSING = MISSING
    """Ids of the images."""
    labels: list[str] | MISSING = MISSING
    """Ids of labels; the images that carry them are changed."""
    labels_add: Annotated[list[str] | MISSING, Field(alias="labels-add")] = MISSING
    """Ids of labels to add to the images."""
    labels_remove: Annotated[list[str] | MISSING, Field(alias="labels-remove")] = MISSING
    """Ids of labels to remove from the images."""
    mark_test: Annotated[bool | MISSING, Field(alias="mark-test")] = MISSING
    """Mark the images for testing. Send `true` or omit it."""
    unmark_test: Annotated[bool | MISSING, Field(alias="unmark-test")] = MISSING
    """Remove the mark for testing from the images. Send `true` or omit it."""
    mark_real: Annotated[bool | MISSING, Field(alias="mark-real")] = MISSING
    """Mark the images as real. Send `true` or omit it."""
    unmark_real: Annotated[bool | MISSING, Field(alias="unmark-real")] = MISSING
    """Remove the mark as real from the images. Send `true` or omit it."""
    workspace: str | MISSING = MISSING
    """Id of the workspace, or the word `Default`."""


class ImageLabelAssignment(BaseModel):
    """A label for a training image."""

    label_id: Annotated[str, Field(min_length=1)]
    """The label's id."""
    value: float | MISSING = MISSING
    """The number, for a label of type `value`."""
    workspace: str | MISSING = MISSING
    """Id of the workspace. Default: the default workspace of the token's user."""


class ImageLabelValue(BaseModel):
    """A regression label on a training image, with its new number."""

    label_id: Annotated[str, Field(min_length=1)]
    """The label's id."""
    value: float
    """The new number."""
    workspace: str | MISSING = MISSING
    """Id of the workspace. Default: the default workspace of the token's user."""


class Model(BaseModel):
    """One version of a task."""

    id: str
    """The model's id."""
    task: str
    """Id of the model's task."""
    task_name: str
    """Name of the model's task."""
    version: int
    """The version number."""
    train_status: str
    """Status of its training, for example `TRAINED`."""


class AccountStatistics(BaseModel):
    """Usage figures of a user."""

    credits_counter: int | MISSING = MISSING
    """Remaining credits."""
    credits_limit: int | MISSING = MISSING
    """Credits of the plan."""


class MetaData(BaseModel):
    """A JSON object of one's own."""

    model_config = ConfigDict(
        extra="allow",
    )


class Detail(BaseModel):
    """A single error message."""

    detail: str
    """A human-readable text."""


class FieldProblems(RootModel[dict[str, list[str]]]):
    """Error messages per field."""

    root: dict[str, list[str]]


class ProblemList(RootModel[list[str]]):
    """Error messages that belong to no field."""

    root: list[str]
    """Error messages that belong to no field."""


class RecordsToClassify(RootModel[list[UrlRecord | Base64Record]]):
    """One to ten images."""

    root: Annotated[list[UrlRecord | Base64Record], Field(max_length=10, min_length=1)]
    """One to ten images."""


class Prediction(RootModel[PredictedLabel | PredictedValue]):
    root: PredictedLabel | PredictedValue
    """A label with its score, or, in a regression task, with a value."""


class ClassificationFailure(BaseModel):
    """A request that failed as a whole."""

    status: FailureStatus


class Label(BaseModel):
    """A label."""

    id: str
    """The label's id."""
    name: str
    """The label's name."""
    type: AnyLabelType | MISSING = MISSING
    description: str | None | MISSING = MISSING
    """The meaning of the label."""
    output_name: str | None | MISSING = MISSING
    """The name to display. If it is null or absent, the label's own name is displayed."""
    images_count: int | MISSING = MISSING
    """Number of training images with this label."""
    tasks_count: int | MISSING = MISSING
    """Number of tasks the label is connected to."""
    objects_count: int | MISSING = MISSING
    """Number of objects of the vendor's detection service with this label."""
    negative_for_task: str | None | MISSING = MISSING
    """
    Id of the task if this is the negative label of a `multi_label` task, the label for images that show none of
    the others; null for every other label.

    """
    recognition_tasks: list[ChildTask] | MISSING = MISSING
    """
    The label's child tasks in the vendor's annotation tool. Only present if a single label is requested.

    """
    workspace: str | MISSING = MISSING
    """Id of the label's workspace."""


class LabelPage(BaseModel):
    """A page of labels."""

    count: int
    """Number of entries on all pages."""
    next: str | None
    """URL of the next page; null on the last page."""
    previous: str | None | MISSING = MISSING
    """URL of the previous page; null on the first page."""
    results: list[Label]
    """The entries of this page."""


class Base64Upload(BaseModel):
    """A training image as base64 text."""

    base64: Annotated[str, Field(min_length=1)]
    """The image's bytes as base64 text, with or without a `data:image/...;base64,` prefix."""
    meta_data: MetaData | MISSING = MISSING
    """Metadata to keep with the image."""
    noresize: bool | MISSING = MISSING
    """Do not resize the image."""
    test_image: bool | MISSING = MISSING
    """Use the image only for testing, never for training."""
    workspace: str | MISSING = MISSING
    """Id of the workspace. Default: the default workspace of the token's user."""


class UrlUpload(BaseModel):
    """A training image that the server fetches."""

    url: Annotated[str, Field(min_length=1)]
    """A direct, publicly readable link to the image."""
    meta_data: MetaData | MISSING = MISSING
    """Metadata to keep with the image."""
    noresize: bool | MISSING = MISSING
    """Do not resize the image."""
    test_image: bool | MISSING = MISSING
    """Use the image only for testing, never for training."""
    workspace: str | MISSING = MISSING
    """Id of the workspace. Default: the default workspace of the token's user."""


class ImageUpdate(BaseModel):
    """Changes to a training image."""

    meta_data: MetaData
    """The new metadata of the image."""
    workspace: str | MISSING = MISSING
    """Id of the workspace. Default: the default workspace of the token's user."""


class ImageLabel(Label):
    """A label on a training image."""

    value: float | None | MISSING = MISSING
    """The label's number on this image, for regression."""


class Workspace(BaseModel):
    """A workspace."""

    id: str
    """The workspace's id."""
    name: str
    """The workspace's name."""
    created: str | MISSING = MISSING
    """Time of creation."""
    owner: str | MISSING = MISSING
    """The user who owns the workspace."""
    meta_data: MetaData | None | MISSING = MISSING
    """The vendor's metadata of the workspace."""
    is_default: bool | MISSING = MISSING
    """Whether this is the workspace of requests that name none."""


class AccountDetails(BaseModel):
    """A user. The vendor sends further fields."""

    id: str
    """The user's id."""
    email: str
    """The user's e-mail address."""
    first_name: str | MISSING = MISSING
    """The user's first name."""
    last_name: str | MISSING = MISSING
    """The user's last name."""
    stats: AccountStatistics | MISSING = MISSING
    """Usage figures."""
    credits_counter: int | MISSING = MISSING
    """Remaining credits."""
    credits_limit: int | MISSING = MISSING
    """Credits of the plan."""
    default_workspace: str | MISSING = MISSING
    """Id of the workspace of requests that name none."""


class ErrorResponse(RootModel[Detail | FieldProblems | ProblemList]):
    root: Detail | FieldProblems | ProblemList
    """Why a request was rejected, in one of three forms."""


class ClassificationRequest(BaseModel):
    """Images for one task."""

    task_id: Annotated[str, Field(min_length=1)]
    """The task's id."""
    records: RecordsToClassify
    version: Annotated[int | None | MISSING, Field(ge=1)] = MISSING
    """Version of the task's model. Null or absent means the task's active version."""
    store_images: bool | MISSING = MISSING
    """
    Keep the images as training images and return their ids in `_stored_image_id`. This must be
    enabled for the task and needs the Professional plan.

    """
    workspace: str | MISSING = MISSING
    """Id of the workspace. Default: the default workspace of the token's user."""


class ClassifiedRecord(BaseModel):
    """
    The result of one record. It has labels only if its status is 200. Fields of the request's record are returned
    too.

    """

    field_status: Annotated[Status, Field(alias="_status")]
    best_label: Prediction | MISSING = MISSING
    labels: list[Prediction] | MISSING = MISSING
    """All labels of the task, best first."""
    field_url: Annotated[str | MISSING, Field(alias="_url")] = MISSING
    """The link from the request."""
    field_width: Annotated[int | MISSING, Field(alias="_width")] = MISSING
    """The image's width in pixels, with its EXIF orientation applied."""
    field_height: Annotated[int | MISSING, Field(alias="_height")] = MISSING
    """The image's height in pixels, with its EXIF orientation applied."""
    field_id: Annotated[str | MISSING, Field(alias="_id")] = MISSING
    """The server's id of this record."""
    field_stored_image_id: Annotated[str | MISSING, Field(alias="_stored_image_id")] = MISSING
    """Id of the training image that `store_images` created."""


class Base64OrUrlUpload(RootModel[Base64Upload | UrlUpload]):
    root: Base64Upload | UrlUpload
    """A training image as base64 text or as a URL."""


class TrainingImage(BaseModel):
    """A training image."""

    id: str
    """The image's id."""
    created: str
    """Time of the upload."""
    img_path: str
    """URL of the image."""
    thumb_img_path: str
    """URL of a thumbnail of the image."""
    img_width: int | None | MISSING = MISSING
    """The image's width in pixels."""
    img_height: int | None | MISSING = MISSING
    """The image's height in pixels."""
    meta_data: MetaData | None | MISSING = MISSING
    """Metadata to keep with the image."""
    labels: list[ImageLabel] | MISSING = MISSING
    """The image's labels. Only present if a single image is requested."""
    test_image: bool | None | MISSING = MISSING
    """Whether the image is used only for testing."""
    real: bool | None | MISSING = MISSING
    """Whether the image is marked as real."""
    verifyCount: int | MISSING = MISSING
    """How many times people have verified the image's labels."""
    workspace: str | MISSING = MISSING
    """Id of the image's workspace."""


class TrainingImagePage(BaseModel):
    """A page of training images."""

    count: int
    """Number of entries on all pages."""
    next: str | None
    """URL of the next page; null on the last page."""
    previous: str | None | MISSING = MISSING
    """URL of the previous page; null on the first page."""
    results: list[TrainingImage]
    """The entries of this page."""


class Classification(BaseModel):
    """The result of each record."""

    task_id: str | MISSING = MISSING
    """Id of the task."""
    version: int | MISSING = MISSING
    """Version of the task's model."""
    status: Status
    statistics: Statistics | MISSING = MISSING
    records: list[ClassifiedRecord]
    """One entry per record of the request, in the same order."""
