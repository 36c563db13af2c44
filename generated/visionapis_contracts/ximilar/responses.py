# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
"""The JSON of the ximilar contract's responses, for type checkers; nothing imports it at run time.

An object may have more fields than are named here.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict


class AccountDetails(TypedDict):
    id: str
    email: str
    first_name: NotRequired[str]
    last_name: NotRequired[str]
    stats: NotRequired[AccountStatistics]
    credits_counter: NotRequired[int]
    credits_limit: NotRequired[int]
    default_workspace: NotRequired[str]


class AccountStatistics(TypedDict):
    credits_counter: NotRequired[int]
    credits_limit: NotRequired[int]


Acknowledgement: TypeAlias = "dict[str, object]"

AnyLabelType: TypeAlias = "LabelType | str"

AnyTaskType: TypeAlias = "TaskType | str"


class ChildTask(TypedDict):
    id: str


class Classification(TypedDict):
    task_id: NotRequired[str]
    version: NotRequired[int]
    status: Status
    statistics: NotRequired[Statistics]
    records: list[ClassifiedRecord]


class ClassificationFailure(TypedDict):
    status: FailureStatus


class ClassifiedRecord(TypedDict):
    _status: Status
    best_label: NotRequired[Prediction]
    labels: NotRequired[list[Prediction]]
    _url: NotRequired[str]
    _width: NotRequired[int]
    _height: NotRequired[int]
    _id: NotRequired[str]
    _stored_image_id: NotRequired[str]


class Detail(TypedDict):
    detail: str


ErrorResponse: TypeAlias = "Detail | FieldProblems | ProblemList"


class FailureStatus(TypedDict):
    code: int
    text: str
    request_id: NotRequired[str]


FieldProblems: TypeAlias = "dict[str, list[str]]"


class ImageLabel(TypedDict):
    id: str
    name: str
    type: NotRequired[AnyLabelType]
    description: NotRequired[str | None]
    output_name: NotRequired[str | None]
    images_count: NotRequired[int]
    tasks_count: NotRequired[int]
    objects_count: NotRequired[int]
    negative_for_task: NotRequired[str | None]
    recognition_tasks: NotRequired[list[ChildTask]]
    workspace: NotRequired[str]
    value: NotRequired[float | None]


class Label(TypedDict):
    id: str
    name: str
    type: NotRequired[AnyLabelType]
    description: NotRequired[str | None]
    output_name: NotRequired[str | None]
    images_count: NotRequired[int]
    tasks_count: NotRequired[int]
    objects_count: NotRequired[int]
    negative_for_task: NotRequired[str | None]
    recognition_tasks: NotRequired[list[ChildTask]]
    workspace: NotRequired[str]


class LabelPage(TypedDict):
    count: int
    next: str | None
    previous: NotRequired[str | None]
    results: list[Label]


LabelType: TypeAlias = "Literal['category', 'tag', 'value']"

MetaData: TypeAlias = "dict[str, object]"


class Model(TypedDict):
    id: str
    task: str
    task_name: str
    version: int
    train_status: str


class PredictedLabel(TypedDict):
    id: str
    name: str
    prob: float
    value: NotRequired[float]


class PredictedValue(TypedDict):
    id: str
    name: str
    value: float


Prediction: TypeAlias = "PredictedLabel | PredictedValue"

ProblemList: TypeAlias = "list[str]"

Statistics = TypedDict("Statistics", {"processing time": "NotRequired[float]"})


class Status(TypedDict):
    code: int
    text: str
    request_id: NotRequired[str]
    proc_id: NotRequired[str]


class Task(TypedDict):
    id: str
    name: str
    type: AnyTaskType
    description: NotRequired[str | None]
    production_version: int | None
    last_train_status: NotRequired[str | None]
    workspace: NotRequired[str]


class TaskPage(TypedDict):
    count: int
    next: str | None
    previous: NotRequired[str | None]
    results: list[Task]


TaskType: TypeAlias = "Literal['multi_class', 'multi_label', 'regression']"


class TrainingImage(TypedDict):
    id: str
    created: str
    img_path: str
    thumb_img_path: str
    img_width: NotRequired[int | None]
    img_height: NotRequired[int | None]
    meta_data: NotRequired[MetaData | None]
    labels: NotRequired[list[ImageLabel]]
    test_image: NotRequired[bool | None]
    real: NotRequired[bool | None]
    verifyCount: NotRequired[int]
    workspace: NotRequired[str]


class TrainingImagePage(TypedDict):
    count: int
    next: str | None
    previous: NotRequired[str | None]
    results: list[TrainingImage]


TrainingStatus: TypeAlias = "dict[str, object]"


class Workspace(TypedDict):
    id: str
    name: str
    created: NotRequired[str]
    owner: NotRequired[str]
    meta_data: NotRequired[MetaData | None]
    is_default: NotRequired[bool]
