# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
"""The JSON of the nanonets contract's responses, for type checkers; nothing imports it at run time.

An object may have more fields than are named here.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict


class AnnotatedBox(TypedDict):
    name: str
    ocr_text: NotRequired[str]
    bndbox: BoundingBox


class AnnotatedImage(TypedDict):
    id: NotRequired[str]
    filename: NotRequired[str]
    size: NotRequired[ImageSize]
    object: NotRequired[list[AnnotatedBox]]
    categories: NotRequired[list[str]]


class Annotations(TypedDict):
    Meta: AnnotationsMeta
    Data: list[AnnotatedImage]


class AnnotationsMeta(TypedDict):
    categories: list[CategoryCount]
    state: ModelState
    status: str


class BoundingBox(TypedDict):
    xmin: int
    ymin: int
    xmax: int
    ymax: int


class CategoryCount(TypedDict):
    name: str
    count: int


class Classification(TypedDict):
    message: str
    model_id: NotRequired[str]
    result: list[ClassifiedFile]


class ClassifiedFile(TypedDict):
    message: NotRequired[str]
    file: str
    page: NotRequired[int]
    prediction: list[LabelProbability]


class DetectedBox(TypedDict):
    label: str
    xmin: int
    ymin: int
    xmax: int
    ymax: int
    score: NotRequired[Score]
    ocr_text: NotRequired[str]
    type: NotRequired[str]
    cells: NotRequired[list[TableCell]]
    id: NotRequired[str]
    status: NotRequired[str]
    page: NotRequired[int]
    page_no: NotRequired[int]
    label_id: NotRequired[str]
    validation_status: NotRequired[str]
    validation_message: NotRequired[str]


class DetectedPage(TypedDict):
    message: NotRequired[str]
    input: str
    prediction: list[DetectedBox]
    page: NotRequired[int]
    id: NotRequired[str]
    request_file_id: NotRequired[str]
    filepath: NotRequired[str]
    file_url: NotRequired[str]
    request_metadata: NotRequired[str]
    processing_type: NotRequired[str]
    size: NotRequired[ImageSize]
    rotation: NotRequired[int]


class Detection(TypedDict):
    message: str
    result: list[DetectedPage]
    signed_urls: NotRequired[SignedUrls]


class ErrorReason(TypedDict):
    reason: NotRequired[str]
    message: NotRequired[str]


class ErrorResponse(TypedDict):
    message: str
    code: NotRequired[int]
    errors: NotRequired[list[ErrorReason]]


class FileMetadata(TypedDict):
    duplicate: NotRequired[bool]


class FullText(TypedDict):
    results: list[FullTextFile]


class FullTextFile(TypedDict):
    filename: NotRequired[str]
    page_data: list[FullTextPage]


class FullTextPage(TypedDict):
    page: NotRequired[int]
    size: NotRequired[ImageSize]
    words: list[Word]
    raw_text: str


class ImageSize(TypedDict):
    width: int
    height: int


class InferencePage(TypedDict):
    message: str
    result: list[ReviewPage]
    signed_urls: NotRequired[SignedUrls]


class InferencePages(TypedDict):
    moderated_images_count: NotRequired[int]
    unmoderated_images_count: NotRequired[int]
    moderated_images: list[ReviewPage]
    unmoderated_images: list[ReviewPage]
    signed_urls: NotRequired[SignedUrls]


KnownModelType: TypeAlias = "Literal['classification', 'multilabelclassification', 'localization', 'ocr']"


class LabelProbability(TypedDict):
    label: str
    probability: float


class Model(TypedDict):
    model_id: str
    model_type: ModelType
    state: ModelState
    categories: list[CategoryCount]
    status: NotRequired[str]


ModelState: TypeAlias = "int"

ModelType: TypeAlias = "KnownModelType | str"


class ReviewPage(TypedDict):
    id: NotRequired[str]
    model_id: NotRequired[str]
    message: NotRequired[str]
    input: NotRequired[str]
    prediction: NotRequired[list[DetectedBox]]
    predicted_boxes: NotRequired[list[DetectedBox]]
    moderated_boxes: NotRequired[list[DetectedBox] | None]
    raw_ocr: NotRequired[list[DetectedBox]]
    custom_response: NotRequired[str | None]
    page: NotRequired[int]
    day_since_epoch: NotRequired[int]
    hour_of_day: NotRequired[int]
    request_file_id: NotRequired[str]
    request_metadata: NotRequired[str]
    filepath: NotRequired[str]
    file_url: NotRequired[str]
    url: NotRequired[str]
    original_file_name: NotRequired[str]
    file_metadata: NotRequired[FileMetadata]
    size: NotRequired[ImageSize]
    rotation: NotRequired[int]
    is_moderated: NotRequired[bool]
    status: NotRequired[str]
    approval_status: NotRequired[str]
    export_status: NotRequired[str]
    current_stage_id: NotRequired[str]
    assigned_member: NotRequired[str]
    verified_by: NotRequired[str]
    verified_at: NotRequired[str]
    updated_at: NotRequired[str]
    uploaded_by: NotRequired[str]
    upload_channel: NotRequired[str]
    source: NotRequired[str]
    no_of_fields: NotRequired[int]
    retries: NotRequired[int]
    cost: NotRequired[float]
    payable_cost: NotRequired[float]
    is_deleted: NotRequired[bool]
    delay_post_prediction_tasks: NotRequired[bool]


Score: TypeAlias = "float"


class SignedUrl(TypedDict):
    original: NotRequired[str]
    original_compressed: NotRequired[str]
    thumbnail: NotRequired[str]
    acw_rotate_90: NotRequired[str]
    acw_rotate_180: NotRequired[str]
    acw_rotate_270: NotRequired[str]
    original_with_long_expiry: NotRequired[str]


SignedUrls: TypeAlias = "dict[str, SignedUrl]"


class Submission(TypedDict):
    message: str
    result: list[SubmittedFile | DetectedPage]
    signed_urls: NotRequired[SignedUrls]


class SubmittedFile(TypedDict):
    message: NotRequired[str]
    input: NotRequired[str]
    result: list[DetectedPage]


class TableCell(TypedDict):
    row: int
    col: int
    row_span: NotRequired[int]
    col_span: NotRequired[int]
    label: NotRequired[str]
    xmin: NotRequired[int]
    ymin: NotRequired[int]
    xmax: NotRequired[int]
    ymax: NotRequired[int]
    score: NotRequired[Score]
    id: NotRequired[str]
    row_label: NotRequired[str]
    verification_status: NotRequired[str]
    status: NotRequired[str]
    failed_validation: NotRequired[str]
    label_id: NotRequired[str]
    text: str


class TrainingData(TypedDict):
    Meta: TrainingMeta
    Data: list[TrainingImage]


class TrainingImage(TypedDict):
    id: NotRequired[str]
    filename: str
    size: NotRequired[ImageSize]
    object: NotRequired[list[AnnotatedBox]]


TrainingMeta = TypedDict(
    "TrainingMeta",
    {
        "ModelID": "str",
        "ModelType": "NotRequired[ModelType]",
        "State": "NotRequired[ModelState]",
        "Categories": "NotRequired[list[CategoryCount]]",
        "Accuracy": "NotRequired[float]",
        "Status": "NotRequired[str]",
    },
)


class Word(TypedDict):
    text: str
    xmin: int
    ymin: int
    xmax: int
    ymax: int
