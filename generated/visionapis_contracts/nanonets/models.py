# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
"""Strict models of the nanonets contract."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import MISSING, BaseModel, Field, RootModel


class Category(RootModel[str]):
    root: Annotated[str, Field(min_length=1)]
    """The label of all images in this request; one of the model's categories."""


class ModelId(RootModel[str]):
    root: Annotated[str, Field(min_length=1)]
    """The model's id."""


class Urls(RootModel[list[str]]):
    """URLs for the server to fetch, each of a PNG, JPEG or PDF file."""

    root: Annotated[list[str], Field(min_length=1)]
    """URLs for the server to fetch, each of a PNG, JPEG or PDF file."""


class Score(RootModel[float]):
    root: float
    """Confidence from 0 to 1."""


class Files(RootModel[list[bytes]]):
    """
    One or more files, each a part of the same name. The server reads their content and ignores content types.

    """

    root: Annotated[list[bytes], Field(min_length=1)]
    """
    One or more files, each a part of the same name. The server reads their content and ignores content types.

    """


class CategoryCount(BaseModel):
    """A label and the amount of its training data."""

    name: str
    """The label."""
    count: int
    """Number of training images with this label; for boxes, number of boxes with it."""


class BoundingBox(BaseModel):
    """Corners of a box, in pixels from the image's top left."""

    xmin: int
    """Left edge."""
    ymin: int
    """Upper edge."""
    xmax: int
    """Right edge."""
    ymax: int
    """Lower edge."""


class ImageSize(BaseModel):
    """Width and height of an image."""

    width: int
    """Width in pixels."""
    height: int
    """Height in pixels."""


class TableCell(BaseModel):
    """A cell of a table."""

    row: int
    """The row, from 1."""
    col: int
    """The column, from 1."""
    row_span: int | MISSING = MISSING
    """Number of rows that the cell covers."""
    col_span: int | MISSING = MISSING
    """Number of columns that the cell covers."""
    label: str | MISSING = MISSING
    """The column's label."""
    xmin: int | MISSING = MISSING
    """Left edge, in pixels."""
    ymin: int | MISSING = MISSING
    """Upper edge, in pixels."""
    xmax: int | MISSING = MISSING
    """Right edge, in pixels."""
    ymax: int | MISSING = MISSING
    """Lower edge, in pixels."""
    score: Score | MISSING = MISSING
    id: str | MISSING = MISSING
    """The cell's id."""
    row_label: str | MISSING = MISSING
    """The row's label; usually empty."""
    verification_status: str | MISSING = MISSING
    """`correctly_predicted`, or the result of a person's review."""
    status: str | MISSING = MISSING
    """Usually empty."""
    failed_validation: str | MISSING = MISSING
    """The rule that the text violates; usually empty."""
    label_id: str | MISSING = MISSING
    """Id of the column's label."""
    text: str
    """The text in the cell. In a box the field is called `ocr_text`."""


class SignedUrl(BaseModel):
    """URLs of an image in several forms."""

    original: str | MISSING = MISSING
    """The image."""
    original_compressed: str | MISSING = MISSING
    """A compressed copy."""
    thumbnail: str | MISSING = MISSING
    """A thumbnail."""
    acw_rotate_90: str | MISSING = MISSING
    """A copy rotated 90 degrees anticlockwise."""
    acw_rotate_180: str | MISSING = MISSING
    """A copy rotated 180 degrees."""
    acw_rotate_270: str | MISSING = MISSING
    """A copy rotated 270 degrees anticlockwise."""
    original_with_long_expiry: str | MISSING = MISSING
    """The image, at a URL with a long expiry."""


class KnownModelType(RootModel[Literal["classification", "multilabelclassification", "localization", "ocr"]]):
    root: Literal["classification", "multilabelclassification", "localization", "ocr"]
    """
    `classification`: one label per image; `multilabelclassification`: any number of labels; `localization`:
    boxes; `ocr`: boxes with their text.

    """


class ModelState(RootModel[int]):
    root: int
    """
    State of the model: -1 training failed; 0 no training data; 1 waiting for annotations; 2 ready to be trained;
    3 waiting to be trained; 4 being trained; 5 ready; 6 ready and being trained again. A model predicts only in
    states 5 and 6. The vendor's clients wait for 5 and do not know 6.

    """


class ErrorReason(BaseModel):
    """A reason of an error."""

    reason: str | MISSING = MISSING
    """The reason in a few words."""
    message: str | MISSING = MISSING
    """The action to take, as human-readable text."""


class LabelProbability(BaseModel):
    """A label with its probability."""

    label: str
    """The label."""
    probability: Annotated[float, Field(ge=0.0, le=1.0)]
    """Probability from 0 to 1. The sum over a file's labels can differ from 1."""


class FileMetadata(BaseModel):
    """Facts about a file."""

    duplicate: bool | MISSING = MISSING
    """Whether the same file was uploaded before."""


class AnnotationsMeta(BaseModel):
    """The model's state. The response of an upload has these fields in Pascal case."""

    categories: list[CategoryCount]
    """The model's labels."""
    state: ModelState
    status: str
    """The state as a human-readable text."""


class Word(BaseModel):
    """A word and its position."""

    text: str
    """The word."""
    xmin: int
    """Left edge, in pixels."""
    ymin: int
    """Upper edge, in pixels."""
    xmax: int
    """Right edge, in pixels."""
    ymax: int
    """Lower edge, in pixels."""


class AnnotatedFiles(BaseModel):
    """Training images as files, with their annotations."""

    file: Files
    data: Annotated[
        str,
        Field(
            json_schema_extra={
                "contentMediaType": "application/json",
                "contentSchema": {"type": "array", "items": {"$ref": "#/components/schemas/FileAnnotations"}},
            }
        ),
    ]
    """The text of a JSON list with one entry per file, identified by its name."""


class Base64File(BaseModel):
    """A file as base64 text, with options for reading it."""

    base64_data: Annotated[str, Field(min_length=1)]
    """The file's bytes as base64 text."""
    request_metadata: str | MISSING = MISSING
    """Metadata of one's own, kept with the file and returned with its pages."""
    pages_to_process: str | MISSING = MISSING
    """Numbers of the pages to read, separated by commas."""


class ImageUrls(BaseModel):
    """
    Images by URL; the name is repeated for each. Clients also send the model's id in `modelId`, which the
    server ignores.

    """

    urls: Urls


class Category1(RootModel[str]):
    root: Annotated[str, Field(min_length=1)]


class NewModel(BaseModel):
    """A model to create."""

    categories: Annotated[list[Category1], Field(min_length=1)]
    """The model's labels."""
    model_type: Annotated[str | MISSING, Field(examples=["ocr"])] = MISSING
    """The model's type, if the route creates more than one: `ocr` for a model that reads text."""


class NewClassificationModel(BaseModel):
    """A model to create; the name is repeated for each label."""

    categories: Annotated[list[Category1], Field(min_length=2)]
    """The model's labels, two or more."""


class ImageFiles(BaseModel):
    """Images as files. Clients also send the model's id in `modelId`, which the server ignores."""

    file: Files


class LabelledFiles(BaseModel):
    """
    Training files of one label. Clients also send the model's id in `modelId`, which the server ignores.

    """

    file: Files
    category: Category


class NewOcrModel(BaseModel):
    """An OCR model to create."""

    categories: Annotated[list[Category1], Field(min_length=1)]
    """The labels of the fields to read."""
    model_type: Literal["ocr"] | MISSING = MISSING
    """The type of the model."""


class MultiLabelFiles(BaseModel):
    """Training files, each with its labels."""

    files: Files
    data: Annotated[
        str,
        Field(
            json_schema_extra={
                "contentMediaType": "application/json",
                "contentSchema": {"type": "array", "items": {"$ref": "#/components/schemas/FileLabels"}},
            }
        ),
    ]
    """The text of a JSON list with one entry per file, identified by its name."""


class MultiLabelUrls(BaseModel):
    """Training images by URL, each with its labels."""

    urls: Urls
    data: Annotated[
        str,
        Field(
            json_schema_extra={
                "contentMediaType": "application/json",
                "contentSchema": {"type": "array", "items": {"$ref": "#/components/schemas/FileLabels"}},
            }
        ),
    ]
    """The text of a JSON list with one entry per URL, identified by its name."""


class MultiLabelPredictionFiles(BaseModel):
    """Images as files."""

    files: Files
    data: Annotated[
        str | MISSING,
        Field(
            json_schema_extra={
                "contentMediaType": "application/json",
                "contentSchema": {"type": "array", "items": {"$ref": "#/components/schemas/FileAnnotations"}},
            }
        ),
    ] = MISSING
    """
    The text of a JSON list that names the files; needed by the vendor's Python client only for several files.

    """


class FileLabels(BaseModel):
    """The labels of a file."""

    filename: str
    """The uploaded file's name or its URL."""
    categories: list[str]
    """The file's labels, from the model's categories."""


class AnnotatedBox(BaseModel):
    """A box drawn by a person, with its label and text."""

    name: str
    """The label, one of the model's categories."""
    ocr_text: str | MISSING = MISSING
    """The text in the box; OCR models learn from it."""
    bndbox: BoundingBox


class DetectedBox(BaseModel):
    """A labelled box, with its text if the model reads text, and with cells if it is a table."""

    label: str
    """The label; empty for a table without one. Several boxes can have the same label."""
    xmin: int
    """Left edge, in pixels."""
    ymin: int
    """Upper edge, in pixels."""
    xmax: int
    """Right edge, in pixels."""
    ymax: int
    """Lower edge, in pixels."""
    score: Score | MISSING = MISSING
    ocr_text: str | MISSING = MISSING
    """The text in the box; for a table, the word `table` or a name."""
    type: str | MISSING = MISSING
    """`field` or `table`; in older responses only tables have it."""
    cells: list[TableCell] | MISSING = MISSING
    """The cells of a table."""
    id: str | MISSING = MISSING
    """The box's id."""
    status: str | MISSING = MISSING
    """`correctly_predicted`, or `moderated` after a person has reviewed it."""
    page: int | MISSING = MISSING
    """Number of the page, from 0."""
    page_no: int | MISSING = MISSING
    """Number of the page, another name of `page`."""
    label_id: str | MISSING = MISSING
    """Id of the label; empty for a table."""
    validation_status: str | MISSING = MISSING
    """`failed` if the text violates a rule of the label."""
    validation_message: str | MISSING = MISSING
    """A human-readable description of the rule."""


class SignedUrls(RootModel[dict[str, SignedUrl]]):
    """
    URLs at which the images can be fetched without a key, by their path in the vendor's storage. Keep them secret
    while they are valid: 4 hours, or 180 days for those with a long expiry.

    """

    root: dict[str, SignedUrl]


class ModelType(RootModel[KnownModelType | str]):
    root: KnownModelType | str
    """The model's type. The vendor may add types."""


class TrainingMeta(BaseModel):
    """
    The model of the training data. In the response with the annotations these fields are in lower case.

    """

    ModelID: str
    """The model's id."""
    ModelType_1: Annotated[ModelType | MISSING, Field(alias="ModelType")] = MISSING
    State: ModelState | MISSING = MISSING
    Categories: list[CategoryCount] | MISSING = MISSING
    """The model's labels."""
    Accuracy: float | MISSING = MISSING
    """Result of the last training; 0 before it."""
    Status: str | MISSING = MISSING
    """The state as a human-readable text."""


class ErrorResponse(BaseModel):
    """An error."""

    message: str
    """The error in a word or two."""
    code: int | MISSING = MISSING
    """The HTTP status."""
    errors: list[ErrorReason] | MISSING = MISSING
    """The reasons."""


class ClassifiedFile(BaseModel):
    """The labels of a file."""

    message: str | MISSING = MISSING
    """`Success`, or an error message about this file."""
    file: str
    """The uploaded file's name or its URL. Predictions of boxes call it `input`."""
    page: int | MISSING = MISSING
    """Number of the page, from 0; only for files by URL."""
    prediction: list[LabelProbability]
    """All labels of the model, most probable first."""


class ReviewPage(BaseModel):
    """
    A page that was read, and its review. No response has all fields: lists of pages have `predicted_boxes`, a
    single page has `prediction`.

    """

    id: str | MISSING = MISSING
    """The page's id."""
    model_id: str | MISSING = MISSING
    """Id of the model that read the page."""
    message: str | MISSING = MISSING
    """`success`, in any letter case, or the state of the page."""
    input: str | MISSING = MISSING
    """The file's name or its URL."""
    prediction: list[DetectedBox] | MISSING = MISSING
    """The boxes that were found, if a single page is requested."""
    predicted_boxes: list[DetectedBox] | MISSING = MISSING
    """The boxes that were found."""
    moderated_boxes: list[DetectedBox] | None | MISSING = MISSING
    """The boxes after a person's review; null or absent without one."""
    raw_ocr: list[DetectedBox] | MISSING = MISSING
    """The boxes before the model's rules were applied."""
    custom_response: str | None | MISSING = MISSING
    """An undocumented text; usually null."""
    page: int | MISSING = MISSING
    """Number of the page in its file, from 0."""
    day_since_epoch: int | MISSING = MISSING
    """Day on which the page was read, in days since 1 January 1970."""
    hour_of_day: int | MISSING = MISSING
    """Hour of that day."""
    request_file_id: str | MISSING = MISSING
    """Id of the uploaded file; all its pages have the same."""
    request_metadata: str | MISSING = MISSING
    """The `request_metadata` of the request."""
    filepath: str | MISSING = MISSING
    """Path of the page's image in the vendor's storage; a key of `signed_urls`."""
    file_url: str | MISSING = MISSING
    """Path of the original file in the vendor's storage."""
    url: str | MISSING = MISSING
    """Path or URL of the page's image."""
    original_file_name: str | MISSING = MISSING
    """Name of the uploaded file."""
    file_metadata: FileMetadata | MISSING = MISSING
    size: ImageSize | MISSING = MISSING
    rotation: int | MISSING = MISSING
    """Rotation of the page in degrees."""
    is_moderated: bool | MISSING = MISSING
    """Whether a person has reviewed the page."""
    status: str | MISSING = MISSING
    """Status of the page, for example `success`."""
    approval_status: str | MISSING = MISSING
    """Status of the review; empty without one."""
    export_status: str | MISSING = MISSING
    """Status of the export to another system."""
    current_stage_id: str | MISSING = MISSING
    """The page's stage in the vendor's workflow."""
    assigned_member: str | MISSING = MISSING
    """The person who is assigned to review the page."""
    verified_by: str | MISSING = MISSING
    """The person who reviewed the page."""
    verified_at: str | MISSING = MISSING
    """Time of the review, as a time-based UUID."""
    updated_at: str | MISSING = MISSING
    """Time of the last change, as a time-based UUID."""
    uploaded_by: str | MISSING = MISSING
    """The person who uploaded the file."""
    upload_channel: str | MISSING = MISSING
    """How the file was uploaded, for example `api`."""
    source: str | MISSING = MISSING
    """Where the file came from, for example `api`."""
    no_of_fields: int | MISSING = MISSING
    """Number of fields that were found."""
    retries: int | MISSING = MISSING
    """Number of times that reading was retried."""
    cost: float | MISSING = MISSING
    """Cost of the page, in the vendor's currency."""
    payable_cost: float | MISSING = MISSING
    """The part of the cost that is to be paid."""
    is_deleted: bool | MISSING = MISSING
    """Whether the page was deleted."""
    delay_post_prediction_tasks: bool | MISSING = MISSING
    """Whether the steps after reading are delayed."""


class AnnotatedImage(BaseModel):
    """A training image with its boxes or labels."""

    id: str | MISSING = MISSING
    """The image's id."""
    filename: str | MISSING = MISSING
    """The file's name or its URL."""
    size: ImageSize | MISSING = MISSING
    object: list[AnnotatedBox] | MISSING = MISSING
    """The boxes on the image."""
    categories: list[str] | MISSING = MISSING
    """The image's labels, in a multi-label model."""


class FullTextPage(BaseModel):
    """The text of a page."""

    page: int | MISSING = MISSING
    """Number of the page, from 0."""
    size: ImageSize | MISSING = MISSING
    words: list[Word]
    """The words, in reading order."""
    raw_text: str
    """The text of all words."""


class FileAnnotations(BaseModel):
    """The annotations of a file."""

    filename: str
    """The uploaded file's name or its URL."""
    object: list[AnnotatedBox] | MISSING = MISSING
    """
    The boxes on the image. Omitted if the file is only named, as in a prediction for several files.

    """


class Model(BaseModel):
    """A model, its labels and its state."""

    model_id: Annotated[str, Field(examples=["3f2a9c1e-7b64-4d0a-9a41-2f6c8e0b5d17"])]
    """The model's id."""
    model_type: ModelType
    state: ModelState
    categories: list[CategoryCount]
    """The model's labels."""
    status: str | MISSING = MISSING
    """The state as a human-readable text."""


class TrainingImage(BaseModel):
    """A training image with its boxes."""

    id: str | MISSING = MISSING
    """The image's id."""
    filename: str
    """The file's name or its URL."""
    size: ImageSize | MISSING = MISSING
    object: list[AnnotatedBox] | MISSING = MISSING
    """The image's boxes."""


class DetectedPage(BaseModel):
    """The findings on one page."""

    message: str | MISSING = MISSING
    """`Success` or an error message about this page. Its letter case varies."""
    input: str
    """The file's name or its URL."""
    prediction: list[DetectedBox]
    """The boxes that were found; empty until the page is read."""
    page: int | MISSING = MISSING
    """Number of the page in its file, from 0."""
    id: str | MISSING = MISSING
    """The page's id, by which it can be requested again."""
    request_file_id: str | MISSING = MISSING
    """Id of the uploaded file; all its pages have the same."""
    filepath: str | MISSING = MISSING
    """Path of the page's image in the vendor's storage; a key of `signed_urls`."""
    file_url: str | MISSING = MISSING
    """Path of the original file in the vendor's storage."""
    request_metadata: str | MISSING = MISSING
    """The `request_metadata` of the request."""
    processing_type: str | MISSING = MISSING
    """`async`, or an empty string if the response was synchronous."""
    size: ImageSize | MISSING = MISSING
    rotation: int | MISSING = MISSING
    """Rotation of the page in degrees."""


class SubmittedFile(BaseModel):
    """An accepted file with its pages."""

    message: str | MISSING = MISSING
    """
    `success`, `pending`, or `failure` after three attempts, in any letter case. The vendor advises sending a
    failed file again.

    """
    input: str | MISSING = MISSING
    """The file's name or its URL."""
    result: list[DetectedPage]
    """The file's pages, each with the ids by which it can be requested once it is read."""


class Submission(BaseModel):
    """
    The accepted files with their pages or, in a newer shape, the pages. Returned with `async=true`; without it
    the response is a `Detection`.

    """

    message: str
    """`Success`, or an error message."""
    result: list[SubmittedFile | DetectedPage]
    """One entry per file, or one per page."""
    signed_urls: SignedUrls | MISSING = MISSING


class Classification(BaseModel):
    """The labels of files, from an image classification or multi-label model."""

    message: str
    """`Success`, or an error message."""
    model_id: str | MISSING = MISSING
    """The model's id. Responses of 2020 do not have it."""
    result: list[ClassifiedFile]
    """One entry per file."""


class InferencePages(BaseModel):
    """Pages that were read; those that a person has reviewed are separate."""

    moderated_images_count: int | MISSING = MISSING
    """Number of pages that a person has reviewed."""
    unmoderated_images_count: int | MISSING = MISSING
    """Number of pages that nobody has reviewed."""
    moderated_images: list[ReviewPage]
    """The pages that a person has reviewed."""
    unmoderated_images: list[ReviewPage]
    """The pages that nobody has reviewed."""
    signed_urls: SignedUrls | MISSING = MISSING


class InferencePage(BaseModel):
    """A page that was read."""

    message: str
    """`success`, in any letter case, or the state of the page."""
    result: list[ReviewPage]
    """A list with the page as its only entry."""
    signed_urls: SignedUrls | MISSING = MISSING


class Annotations(BaseModel):
    """A model's training images with their annotations."""

    Meta: AnnotationsMeta
    Data: list[AnnotatedImage]
    """One entry per image."""


class FullTextFile(BaseModel):
    """The text of a file."""

    filename: str | MISSING = MISSING
    """The uploaded file's name or its URL."""
    page_data: list[FullTextPage]
    """One entry per page."""


class AnnotatedUrls(BaseModel):
    """Training images by URL, with their annotations."""

    urls: Urls
    data: list[FileAnnotations] | MISSING = MISSING
    """One entry per URL, identified by its name."""


class TrainingData(BaseModel):
    """The accepted training images and their model."""

    Meta: TrainingMeta
    Data: list[TrainingImage]
    """One entry per image."""


class Detection(BaseModel):
    """The findings, one entry per page; a PDF can have several pages."""

    message: str
    """`Success`, or an error message."""
    result: list[DetectedPage]
    """One entry per page."""
    signed_urls: SignedUrls | MISSING = MISSING


class FullText(BaseModel):
    """The text of files."""

    results: list[FullTextFile]
    """
    One entry per file. The vendor's documentation calls the field `result`; its clients read `results`.

    """
