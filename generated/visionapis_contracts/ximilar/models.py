# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
"""Strict models of the ximilar contract."""

from __future__ import annotations

from typing import Annotated, Literal, Optional, Union

from pydantic import MISSING, BaseModel, Field, RootModel


class UrlRecord(BaseModel):
    """A picture that the server fetches. Any further field comes back in the record of the answer."""

    field_url: Annotated[str, Field(alias="_url", min_length=1)]
    """A direct link to the picture that everyone can read."""


class Base64Record(BaseModel):
    """A picture in the request. Any further field comes back in the record of the answer."""

    field_base64: Annotated[str, Field(alias="_base64", min_length=1)]
    """The picture's bytes as base64 text, with or without a `data:image/...;base64,` prefix."""
    noresize: bool | MISSING = MISSING
    """
    Do not shrink the picture. The limit above which the server shrinks, about 1024 pixels, is an assumption.

    """


class PredictedLabel(BaseModel):
    """A label with its score."""

    id: str
    """The label's id."""
    name: str
    """The label's name."""
    prob: float | MISSING = MISSING
    """
    Score from 0 to 1. The scores of a `multi_class` task sum to 1; those of a `multi_label` task are believed
    to be independent.

    """
    value: float | MISSING = MISSING
    """The number that a regression task predicts."""


class Status(BaseModel):
    """An outcome, of a whole answer or of one record."""

    code: int
    """
    200 when all went well. Other numbers follow HTTP in part only; those that the vendor documents belong to
    sister services.

    """
    text: str
    """The outcome in words."""
    request_id: str | MISSING = MISSING
    """The server's id of this request."""
    proc_id: str | MISSING = MISSING
    """The server's id of the job that did the work."""


class Statistics(BaseModel):
    """Measurements of the server's own."""

    processing_time: Annotated[float | MISSING, Field(alias="processing time")] = MISSING
    """Seconds that the server spent."""


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
    `multi_class` gives a picture exactly one label, `multi_label` any number of them, `regression` a number.

    """


class LabelType(RootModel[Literal["category", "tag", "value"]]):
    root: Literal["category", "tag", "value"]
    """
    `category` for tasks of type `multi_class`, `tag` for `multi_label`, `value` for `regression`.

    """


class NewTask(BaseModel):
    """A task to be created."""

    name: Annotated[str, Field(min_length=1)]
    """The task's name."""
    type: TaskType
    description: str | None | MISSING = MISSING
    """What the task is for."""
    workspace: str | MISSING = MISSING
    """Id of the workspace, if it is not the default one."""


class Task(BaseModel):
    """A recognition task."""

    id: str
    """The task's id."""
    name: str
    """The task's name."""
    type: TaskType | str
    """The task's type."""
    description: str | None | MISSING = MISSING
    """What the task is for."""
    production_version: int | None
    """The model version that classifies when a request names none. Null before the first training."""
    last_train_status: str | None | MISSING = MISSING
    """State of the latest training, for example `IN_TRAINING` or `TRAINED`; further words are unknown."""
    workspace: str | MISSING = MISSING
    """Id of the task's workspace."""


class TaskPage(BaseModel):
    """A page of tasks."""

    count: int
    """How many entries there are on all pages together."""
    next: str | None
    """The next page's URL; null on the last page."""
    previous: str | None | MISSING = MISSING
    """The page before's URL; null on the first page."""
    results: list[Task]
    """The entries of this page."""


class TrainingRequest(BaseModel):
    """Where the task is."""

    workspace: str | MISSING = MISSING
    """Id of the workspace, if it is not the default one."""


class LabelReference(BaseModel):
    """A label by its id."""

    label_id: Annotated[str, Field(min_length=1)]
    """The label's id."""
    workspace: str | MISSING = MISSING
    """Id of the workspace; it need not be named."""


class NewLabel(BaseModel):
    """A label to be created."""

    name: Annotated[str, Field(min_length=1)]
    """The label's name."""
    type: LabelType
    description: str | None | MISSING = MISSING
    """What the label stands for."""
    output_name: str | None | MISSING = MISSING
    """The name to show in place of the label's own."""
    workspace: str | MISSING = MISSING
    """Id of the workspace, if it is not the default one."""


class ChildTask(BaseModel):
    """A child task of a label."""

    id: str
    """The task's id."""


class TaskReference(BaseModel):
    """A task by its id."""

    task_id: Annotated[str, Field(min_length=1)]
    """The task's id."""
    workspace: str | MISSING = MISSING
    """Id of the workspace, if it is not the default one."""


class FileUpload(BaseModel):
    """A training picture as a multipart file."""

    img_path: bytes
    """The picture's bytes."""
    meta_data: Annotated[
        str | MISSING,
        Field(
            json_schema_extra={
                "contentMediaType": "application/json",
                "contentSchema": {"$ref": "#/components/schemas/MetaData"},
            }
        ),
    ] = MISSING
    """The text of a JSON object, data of one's own that is kept with the picture."""
    noresize: bool | MISSING = MISSING
    """Do not shrink the picture."""
    test_image: bool | MISSING = MISSING
    """Use the picture for testing only, never for training."""
    workspace: str | MISSING = MISSING
    """Id of the workspace, if it is not the default one."""


class ImagesUpdate(BaseModel):
    """Changes of many training pictures. Either `images` or `labels` chooses them."""

    images: list[str] | MISSING = MISSING
    """Ids of the pictures."""
    labels: list[str] | MISSING = MISSING
    """Ids of labels; the pictures that carry them are changed."""
    labels_add: Annotated[list[str] | MISSING, Field(alias="labels-add")] = MISSING
    """Ids of labels to put on the pictures."""
    labels_remove: Annotated[list[str] | MISSING, Field(alias="labels-remove")] = MISSING
    """Ids of labels to take off the pictures."""
    mark_test: Annotated[bool | MISSING, Field(alias="mark-test")] = MISSING
    """Mark the pictures for testing. The client sends `true` or leaves it out."""
    unmark_test: Annotated[bool | MISSING, Field(alias="unmark-test")] = MISSING
    """Take the mark for testing off the pictures. The client sends `true` or leaves it out."""
    mark_real: Annotated[bool | MISSING, Field(alias="mark-real")] = MISSING
    """Mark the pictures as real. The client sends `true` or leaves it out."""
    unmark_real: Annotated[bool | MISSING, Field(alias="unmark-real")] = MISSING
    """Take the mark as real off the pictures. The client sends `true` or leaves it out."""
    workspace: str | MISSING = MISSING
    """Id of the workspace, or the word `Default`."""


class ImageLabelAssignment(BaseModel):
    """A label for a training picture."""

    label_id: Annotated[str, Field(min_length=1)]
    """The label's id."""
    value: float | MISSING = MISSING
    """The number, for a label of type `value`."""
    workspace: str | MISSING = MISSING
    """Id of the workspace; it need not be named."""


class ImageLabelValue(BaseModel):
    """A regression label on a training picture, with its new number."""

    label_id: Annotated[str, Field(min_length=1)]
    """The label's id."""
    value: float
    """The new number."""
    workspace: str | MISSING = MISSING
    """Id of the workspace; it need not be named."""


class Model(BaseModel):
    """One version of a task."""

    id: str
    """The model's id."""
    task: str
    """Id of its task."""
    task_name: str
    """Name of its task."""
    version: int
    """The version's number."""
    train_status: str
    """State of its training, for example `TRAINED`."""


class AccountStatistics(BaseModel):
    """Usage figures of a user."""

    credits_counter: int | MISSING = MISSING
    """Credits that are left, by the documentation's words."""
    credits_limit: int | MISSING = MISSING
    """Credits that the plan gives."""


class Detail(BaseModel):
    """What is wrong, in one text."""

    detail: str
    """For people to read."""


class FieldProblems(RootModel[dict[str, list[str]]]):
    """What is wrong, by field."""

    root: dict[str, list[str]]


class ProblemList(RootModel[list[str]]):
    """What is wrong, without naming a field."""

    root: list[str]
    """What is wrong, without naming a field."""


class RecordsToClassify(RootModel[list[UrlRecord | Base64Record]]):
    """
    One to ten pictures. The vendor documents ten as the most; that eleven are refused is an assumption.

    """

    root: Annotated[list[UrlRecord | Base64Record], Field(max_length=10, min_length=1)]
    """
    One to ten pictures. The vendor documents ten as the most; that eleven are refused is an assumption.

    """


class ClassifiedRecord(BaseModel):
    """
    What became of one record. When its status is not 200 there are no labels. The fields of the request's record
    come back too.

    """

    field_status: Annotated[Status, Field(alias="_status")]
    best_label: PredictedLabel | MISSING = MISSING
    labels: list[PredictedLabel] | MISSING = MISSING
    """All labels of the task, best first."""
    field_url: Annotated[str | MISSING, Field(alias="_url")] = MISSING
    """The link from the request."""
    field_width: Annotated[int | MISSING, Field(alias="_width")] = MISSING
    """The picture's width in pixels."""
    field_height: Annotated[int | MISSING, Field(alias="_height")] = MISSING
    """The picture's height in pixels."""
    field_id: Annotated[str | MISSING, Field(alias="_id")] = MISSING
    """The server's id of this record."""
    field_stored_image_id: Annotated[str | MISSING, Field(alias="_stored_image_id")] = MISSING
    """Id of the training picture that `store_images` made of it."""


class ClassificationFailure(BaseModel):
    """A request that failed as a whole."""

    status: FailureStatus


class Label(BaseModel):
    """A label."""

    id: str
    """The label's id."""
    name: str
    """The label's name."""
    type: LabelType | str | MISSING = MISSING
    """The label's type."""
    description: str | None | MISSING = MISSING
    """What the label stands for."""
    output_name: str | None | MISSING = MISSING
    """The name to show. Where it is null or missing the client shows the label's own."""
    images_count: int | MISSING = MISSING
    """How many training pictures carry the label."""
    tasks_count: int | MISSING = MISSING
    """How many tasks the label is connected to."""
    objects_count: int | MISSING = MISSING
    """How many objects of the vendor's detection service carry the label."""
    negative_for_task: str | None | MISSING = MISSING
    """
    Set on the negative label of a `multi_label` task, the label for pictures that show none of the others;
    null on every other label. The client asks only whether it is set; that it is the task's id is believed.

    """
    recognition_tasks: list[ChildTask] | MISSING = MISSING
    """The label's child tasks in the vendor's annotation tool. Only where one label is asked for."""
    workspace: str | MISSING = MISSING
    """Id of the label's workspace."""


class LabelPage(BaseModel):
    """A page of labels."""

    count: int
    """How many entries there are on all pages together."""
    next: str | None
    """The next page's URL; null on the last page."""
    previous: str | None | MISSING = MISSING
    """The page before's URL; null on the first page."""
    results: list[Label]
    """The entries of this page."""


class ImageLabel(Label):
    """A label on a training picture."""

    value: float | None | MISSING = MISSING
    """The label's number on this picture, for regression."""


class AccountDetails(BaseModel):
    """A user. Further fields are sent."""

    id: str
    """The user's id."""
    email: str
    """The user's e-mail address."""
    first_name: str | MISSING = MISSING
    """The user's first name."""
    last_name: str | MISSING = MISSING
    """The user's last name."""
    stats: AccountStatistics | MISSING = MISSING
    """
    Usage figures. The documentation lists the two credit fields right below it: whether they stand in here or
    beside it is unknown.

    """
    credits_counter: int | MISSING = MISSING
    """Credits that are left, by the documentation's words."""
    credits_limit: int | MISSING = MISSING
    """Credits that the plan gives."""
    default_workspace: str | MISSING = MISSING
    """Id of the workspace for requests that name none."""


class ClassificationRequest(BaseModel):
    """Pictures for one task."""

    task_id: Annotated[str, Field(min_length=1)]
    """The task's id."""
    records: RecordsToClassify
    version: Annotated[int | None | MISSING, Field(ge=1)] = MISSING
    """The version of the task's model. Null or none means the task's active version."""
    store_images: bool | MISSING = MISSING
    """
    Keep the pictures as training pictures; their ids come back in `_stored_image_id`. It must be
    switched on for the task and needs the Professional plan.

    """
    workspace: str | MISSING = MISSING
    """Id of the workspace, if it is not the default one."""


class Classification(BaseModel):
    """What became of each record."""

    task_id: str | MISSING = MISSING
    """The task that answered."""
    version: int | MISSING = MISSING
    """The version of the task's model that answered."""
    status: Status
    statistics: Statistics | MISSING = MISSING
    records: list[ClassifiedRecord]
    """One entry a record of the request, in its order."""


class Acknowledgement(RootModel[dict[str, Optional["JsonValue"]]]):
    """A body that nobody reads."""

    root: dict[str, Optional["JsonValue"]]


class Base64Upload(BaseModel):
    """A training picture as base64 text."""

    base64: Annotated[str, Field(min_length=1)]
    """The picture's bytes as base64 text, with or without a `data:image/...;base64,` prefix."""
    meta_data: MetaData | MISSING = MISSING
    """Data of one's own, kept with the picture."""
    noresize: bool | MISSING = MISSING
    """Do not shrink the picture."""
    test_image: bool | MISSING = MISSING
    """Use the picture for testing only, never for training."""
    workspace: str | MISSING = MISSING
    """Id of the workspace, if it is not the default one."""


class ImageUpdate(BaseModel):
    """Changes of one training picture."""

    meta_data: MetaData
    """All metadata that the picture shall have."""
    workspace: str | MISSING = MISSING
    """Id of the workspace, if it is not the default one."""


class JsonValue(
    RootModel[
        Optional[
            Union[
                str,
                float,
                bool,
                "MetaData",
                list[
                    Optional[Union[str, float, bool, "MetaData", list[Optional[Union[str, float, bool, "MetaData"]]]]]
                ],
            ]
        ]
    ]
):
    root: Optional[
        Union[
            str,
            float,
            bool,
            "MetaData",
            list[Optional[Union[str, float, bool, "MetaData", list[Optional[Union[str, float, bool, "MetaData"]]]]]],
        ]
    ]
    """
    Any JSON value, with lists in lists down to the second level.

    """


class MetaData(RootModel[dict[str, JsonValue | None]]):
    """Any JSON object of one's own."""

    root: dict[str, JsonValue | None]


class TrainingImage(BaseModel):
    """A training picture."""

    id: str
    """The picture's id."""
    created: str
    """When it was uploaded."""
    img_path: str
    """URL of the picture."""
    thumb_img_path: str
    """URL of a small copy of the picture."""
    img_width: int | None | MISSING = MISSING
    """The picture's width in pixels."""
    img_height: int | None | MISSING = MISSING
    """The picture's height in pixels."""
    meta_data: MetaData | None | MISSING = MISSING
    """Data of one's own, kept with the picture."""
    labels: list[ImageLabel] | MISSING = MISSING
    """The picture's labels. Only where one picture is asked for."""
    test_image: bool | None | MISSING = MISSING
    """Whether the picture is used for testing only."""
    real: bool | None | MISSING = MISSING
    """Whether the picture is marked as real."""
    verifyCount: int | MISSING = MISSING
    """How many times people have verified the picture's labels."""
    workspace: str | MISSING = MISSING
    """Id of the picture's workspace."""


class TrainingImagePage(BaseModel):
    """A page of training pictures."""

    count: int
    """How many entries there are on all pages together."""
    next: str | None
    """The next page's URL; null on the last page."""
    previous: str | None | MISSING = MISSING
    """The page before's URL; null on the first page."""
    results: list[TrainingImage]
    """The entries of this page."""


class TrainingStatus(RootModel[dict[str, JsonValue | None]]):
    """State of the training that was queued. The vendor documents a JSON object without naming its fields."""

    root: dict[str, JsonValue | None]


class UrlUpload(BaseModel):
    """A training picture that the server fetches."""

    url: Annotated[str, Field(min_length=1)]
    """A direct link to the picture that everyone can read."""
    meta_data: MetaData | MISSING = MISSING
    """Data of one's own, kept with the picture."""
    noresize: bool | MISSING = MISSING
    """Do not shrink the picture."""
    test_image: bool | MISSING = MISSING
    """Use the picture for testing only, never for training."""
    workspace: str | MISSING = MISSING
    """Id of the workspace, if it is not the default one."""


class Workspace(BaseModel):
    """A workspace."""

    id: str
    """The workspace's id."""
    name: str
    """The workspace's name."""
    created: str | MISSING = MISSING
    """When it was created."""
    owner: str | MISSING = MISSING
    """The user whom it belongs to."""
    meta_data: MetaData | None | MISSING = MISSING
    """Data that the vendor keeps with it."""
    is_default: bool | MISSING = MISSING
    """Whether requests that name no workspace go here."""


Acknowledgement.model_rebuild()
Base64Upload.model_rebuild()
ImageUpdate.model_rebuild()
JsonValue.model_rebuild()
