# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
"""Strict models of the nanonets contract."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import MISSING, BaseModel, Field, RootModel


class Category(RootModel[str]):
    root: Annotated[str, Field(min_length=1)]
    """The label of every picture in this request; one of the model's categories."""


class File(RootModel[bytes]):
    root: bytes
    """The bytes of a PNG, JPEG or PDF file."""


class ModelId(RootModel[str]):
    root: Annotated[str, Field(min_length=1)]
    """The model's id."""


class Urls(RootModel[list[str]]):
    """URLs that the server fetches, each of a PNG, JPEG or PDF file."""

    root: Annotated[list[str], Field(min_length=1)]
    """URLs that the server fetches, each of a PNG, JPEG or PDF file."""


class Score(RootModel[float]):
    root: float
    """
    How sure the model is, from 0 to 1. The vendor's examples of tables show percent; published answers do not.

    """


class Files(RootModel[list[File]]):
    """
    One or more files, each a part of the same name. Their bytes decide what they are, not the part's content
    type.

    """

    root: Annotated[list[File], Field(min_length=1)]
    """
    One or more files, each a part of the same name. Their bytes decide what they are, not the part's content
    type.

    """


class CategoryCount(BaseModel):
    """A label, and how much training data there is for it."""

    name: str
    """The label."""
    count: int
    """Training pictures with this label; for boxes, the boxes with it."""


class BoundingBox(BaseModel):
    """Corners of a box, in pixels from the picture's top left."""

    xmin: int
    """Left edge."""
    ymin: int
    """Upper edge."""
    xmax: int
    """Right edge."""
    ymax: int
    """Lower edge."""


class Size(BaseModel):
    """Width and height of a picture."""

    width: int
    """Width in pixels."""
    height: int
    """Height in pixels."""


class TableCell(BaseModel):
    """A cell of a table that was found."""

    row: int
    """The row, from 1."""
    col: int
    """The column, from 1."""
    row_span: int | MISSING = MISSING
    """How many rows the cell covers."""
    col_span: int | MISSING = MISSING
    """How many columns the cell covers."""
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
    """The row's label; most often empty."""
    verification_status: str | MISSING = MISSING
    """`correctly_predicted`, or what a person made of it."""
    status: str | MISSING = MISSING
    """Most often empty."""
    failed_validation: str | MISSING = MISSING
    """Which rule the text breaks; most often empty."""
    label_id: str | MISSING = MISSING
    """Id of the column's label."""
    text: str
    """The text in the cell. On a box the field is called `ocr_text`."""


class SignedUrl(BaseModel):
    """One picture in several forms."""

    original: str | MISSING = MISSING
    """The picture itself."""
    original_compressed: str | MISSING = MISSING
    """The picture, compressed."""
    thumbnail: str | MISSING = MISSING
    """A small picture of it."""
    acw_rotate_90: str | MISSING = MISSING
    """Turned by 90 degrees, anticlockwise."""
    acw_rotate_180: str | MISSING = MISSING
    """Turned by 180 degrees."""
    acw_rotate_270: str | MISSING = MISSING
    """Turned by 270 degrees, anticlockwise."""
    original_with_long_expiry: str | MISSING = MISSING
    """The picture itself, for longer."""


class KnownModelType(RootModel[Literal["classification", "multilabelclassification", "localization", "ocr"]]):
    root: Literal["classification", "multilabelclassification", "localization", "ocr"]
    """
    `classification`: one label a picture; `multilabelclassification`: any number of labels; `localization`:
    boxes; `ocr`: boxes with their text.

    """


class ModelState(RootModel[int]):
    root: int
    """
    How far the model is: -1 the training failed; 0 it has no training data; 1 the data waits for annotations; 2
    it can be trained; 3 it waits for its training; 4 it is being trained; 5 it is ready; 6 it is ready and is
    being trained again. Only 5 and 6 predict. The vendor's clients wait for 5 and know no 6.

    """


class ErrorReason(BaseModel):
    """One reason of an error."""

    reason: str | MISSING = MISSING
    """The reason in a few words."""
    message: str | MISSING = MISSING
    """What to do about it."""


class LabelProbability(BaseModel):
    """A label and how probable it is."""

    label: str
    """The label."""
    probability: float
    """From 0 to 1. Those of one file need not add up to 1; a sum of 1.2 was published."""


class FileMetadata(BaseModel):
    """What the vendor noticed about a file."""

    duplicate: bool | MISSING = MISSING
    """Whether the same file was sent before."""


class AnnotationsMeta(BaseModel):
    """How far the model is. The answer of an upload has these fields in Pascal case."""

    categories: list[CategoryCount]
    """The labels that the model knows."""
    state: ModelState
    status: str
    """The state in words, for people to read."""


class Word(BaseModel):
    """A word and where it stands."""

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
    """Training pictures as files, with what is on them."""

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
    """The text of a JSON list with one entry a file, told by its name."""


class Base64File(BaseModel):
    """A file as base64 text, and how it is read."""

    base64_data: Annotated[str, Field(min_length=1)]
    """The base64 text of the file's bytes."""
    request_metadata: str | MISSING = MISSING
    """A note of the caller's, kept with the file and given back with its pages."""
    pages_to_process: str | MISSING = MISSING
    """Numbers of the pages to read, joined by commas."""


class PictureUrls(BaseModel):
    """
    Pictures by URL; the name is repeated for each. Clients repeat the model's id in `modelId`, which the server
    does not need.

    """

    urls: Urls


class Category1(RootModel[str]):
    root: Annotated[str, Field(min_length=1)]


class NewModel(BaseModel):
    """A model that is to be made."""

    categories: Annotated[list[Category1], Field(min_length=1)]
    """The labels that the model will know."""
    model_type: Annotated[str | MISSING, Field(examples=["ocr"])] = MISSING
    """
    What the model will do, where the route makes more than one type; `ocr` for one that reads text.

    """


class NewClassificationModel(BaseModel):
    """A model that is to be made; the name is repeated for each label."""

    categories: Annotated[list[Category1], Field(min_length=2)]
    """The labels that the model will know, two or more."""


class PictureFiles(BaseModel):
    """Pictures as files. Clients repeat the model's id in `modelId`, which the server does not need here."""

    file: Files


class LabelledFiles(BaseModel):
    """
    Training files of one label. Clients repeat the model's id in `modelId`, which the server does not need here.

    """

    file: Files
    category: Category


class NewOcrModel(BaseModel):
    """An OCR model that is to be made."""

    categories: Annotated[list[Category1], Field(min_length=1)]
    """The labels of the fields that the model will read."""
    model_type: Literal["ocr"] | MISSING = MISSING
    """The type of the model. The oldest client leaves it out."""


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
    """The text of a JSON list with one entry a file, told by its name."""


class MultiLabelUrls(BaseModel):
    """Training pictures by URL, each with its labels."""

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
    """The text of a JSON list with one entry a URL, told by its name."""


class MultiLabelPredictionFiles(BaseModel):
    """Pictures as files."""

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
    """The text of a JSON list that names the files; the vendor's Python client sends it with several."""


class FileLabels(BaseModel):
    """The labels of one file."""

    filename: str
    """The name under which the file is sent, or its URL."""
    categories: list[str]
    """Its labels, of the model's categories."""


class AnnotatedBox(BaseModel):
    """A box drawn by a person, and what it shows."""

    name: str
    """The label, one of the model's categories."""
    ocr_text: str | MISSING = MISSING
    """The text inside the box; OCR models learn from it."""
    bndbox: BoundingBox


class DetectedBox(BaseModel):
    """A labelled box, with its text when the model reads text, and with cells when it is a table."""

    label: str
    """The label; empty on a table without one. A label may come several times."""
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
    """The text in the box; a table has the word `table` or a name."""
    type: str | MISSING = MISSING
    """`field` or `table`; older answers have it on tables alone."""
    cells: list[TableCell] | MISSING = MISSING
    """The cells, on a table."""
    id: str | MISSING = MISSING
    """The box's id."""
    status: str | MISSING = MISSING
    """`correctly_predicted`, or `moderated` once a person has looked at it."""
    page: int | MISSING = MISSING
    """Number of the page, from 0."""
    page_no: int | MISSING = MISSING
    """Number of the page, under its other name."""
    label_id: str | MISSING = MISSING
    """Id of the label; empty on a table."""
    validation_status: str | MISSING = MISSING
    """`failed` when the text breaks a rule that was set for the label."""
    validation_message: str | MISSING = MISSING
    """Which rule, for people to read."""


class SignedUrls(RootModel[dict[str, SignedUrl]]):
    """
    Addresses under which the pictures can be fetched without a key, by the path at which the vendor keeps them.
    They are secrets for as long as they are valid: 4 hours, the long ones 180 days.

    """

    root: dict[str, SignedUrl]


class ModelType(RootModel[KnownModelType | str]):
    root: KnownModelType | str
    """What the model does. Further types may appear."""


class TrainingMeta(BaseModel):
    """The model that has the training data. The answer of the annotations has these fields in lower case."""

    ModelID: str
    """The model's id."""
    ModelType_1: Annotated[ModelType | MISSING, Field(alias="ModelType")] = MISSING
    State: ModelState | MISSING = MISSING
    Categories: list[CategoryCount] | MISSING = MISSING
    """The labels that the model knows."""
    Accuracy: float | MISSING = MISSING
    """How well the last training went; 0 before it."""
    Status: str | MISSING = MISSING
    """The state in words, for people to read."""


class Error(BaseModel):
    """What went wrong."""

    message: str
    """What went wrong, in a word or two."""
    code: int | MISSING = MISSING
    """The HTTP status again."""
    errors: list[ErrorReason] | MISSING = MISSING
    """The reasons."""


class ClassifiedFile(BaseModel):
    """The labels of one file."""

    message: str | MISSING = MISSING
    """`Success`, or what went wrong with this file."""
    file: str
    """The file's name as it was sent, or its URL. The predictions of boxes call it `input`."""
    page: int | MISSING = MISSING
    """Number of the page, from 0; sent with files by URL."""
    prediction: list[LabelProbability]
    """Every label of the model, the most probable first."""


class ReviewPage(BaseModel):
    """
    A page that was read, and its review. No answer has all the fields: lists of pages have `predicted_boxes`, a
    single page has `prediction`.

    """

    id: str | MISSING = MISSING
    """The page's id."""
    model_id: str | MISSING = MISSING
    """The model that read it."""
    message: str | MISSING = MISSING
    """Success, in any case of letters, or what became of the page."""
    input: str | MISSING = MISSING
    """Name of the file, or its URL."""
    prediction: list[DetectedBox] | MISSING = MISSING
    """The boxes that were found, on a page that was fetched by its id."""
    predicted_boxes: list[DetectedBox] | MISSING = MISSING
    """The boxes that were found."""
    moderated_boxes: list[DetectedBox] | None | MISSING = MISSING
    """The boxes as a person left them; null or absent without a review."""
    raw_ocr: list[DetectedBox] | MISSING = MISSING
    """The boxes before any rule was applied to them."""
    custom_response: str | None | MISSING = MISSING
    """Null in the one answer that was published."""
    page: int | MISSING = MISSING
    """Number of the page in its file, from 0."""
    day_since_epoch: int | MISSING = MISSING
    """The day on which the page was read, in days since 1 January 1970."""
    hour_of_day: int | MISSING = MISSING
    """The hour of that day."""
    request_file_id: str | MISSING = MISSING
    """Id of the file that was sent; all its pages share it."""
    request_metadata: str | MISSING = MISSING
    """The note that the caller sent along."""
    filepath: str | MISSING = MISSING
    """Where the vendor keeps the picture of the page; a key of `signed_urls`."""
    file_url: str | MISSING = MISSING
    """Where the vendor keeps the file as it was sent."""
    url: str | MISSING = MISSING
    """Path or address of the picture of the page."""
    original_file_name: str | MISSING = MISSING
    """The file's name as it was sent."""
    file_metadata: FileMetadata | MISSING = MISSING
    size: Size | MISSING = MISSING
    rotation: int | MISSING = MISSING
    """By how many degrees the page was turned."""
    is_moderated: bool | MISSING = MISSING
    """Whether a person has reviewed the page."""
    status: str | MISSING = MISSING
    """What became of the page, for example `success`."""
    approval_status: str | MISSING = MISSING
    """What became of the review; empty without one."""
    export_status: str | MISSING = MISSING
    """What became of the export to another system."""
    current_stage_id: str | MISSING = MISSING
    """The stage of the vendor's workflow that the page is in."""
    assigned_member: str | MISSING = MISSING
    """The person who is to review the page."""
    verified_by: str | MISSING = MISSING
    """The person who has reviewed the page."""
    verified_at: str | MISSING = MISSING
    """When the review ended; a UUID that holds the time."""
    updated_at: str | MISSING = MISSING
    """When the page was changed last; a UUID that holds the time."""
    uploaded_by: str | MISSING = MISSING
    """The person who sent the file."""
    upload_channel: str | MISSING = MISSING
    """How the file came, for example `api`."""
    source: str | MISSING = MISSING
    """Where the file came from, for example `api`."""
    no_of_fields: int | MISSING = MISSING
    """How many fields were found."""
    retries: int | MISSING = MISSING
    """How often reading was tried again."""
    cost: float | MISSING = MISSING
    """What the page cost, in the vendor's currency."""
    payable_cost: float | MISSING = MISSING
    """How much of that is to be paid."""
    is_deleted: bool | MISSING = MISSING
    """Whether the page was deleted."""
    delay_post_prediction_tasks: bool | MISSING = MISSING
    """Whether what follows the reading was put off."""


class AnnotatedPicture(BaseModel):
    """A training picture, with boxes or with labels."""

    id: str | MISSING = MISSING
    """The picture's id."""
    filename: str | MISSING = MISSING
    """Name of the file, or its URL."""
    size: Size | MISSING = MISSING
    object: list[AnnotatedBox] | MISSING = MISSING
    """The boxes on it."""
    categories: list[str] | MISSING = MISSING
    """Its labels, in a multi-label model."""


class FullTextPage(BaseModel):
    """The text of one page."""

    page: int | MISSING = MISSING
    """Number of the page, from 0."""
    size: Size | MISSING = MISSING
    words: list[Word]
    """The words, in reading order."""
    raw_text: str
    """All words as one text."""


class FileAnnotations(BaseModel):
    """What is on one file."""

    filename: str
    """The name under which the file is sent, or its URL."""
    object: list[AnnotatedBox] | MISSING = MISSING
    """The boxes on it. Left out where files are only named, as in a prediction for several."""


class Model(BaseModel):
    """A model, its labels, and how far it is."""

    model_id: Annotated[str, Field(examples=["3f2a9c1e-7b64-4d0a-9a41-2f6c8e0b5d17"])]
    """The model's id."""
    model_type: ModelType
    state: ModelState
    categories: list[CategoryCount]
    """The labels that the model knows."""
    status: str | MISSING = MISSING
    """The state in words, for people to read."""


class TrainingPicture(BaseModel):
    """A training picture with its boxes."""

    id: str | MISSING = MISSING
    """The picture's id."""
    filename: str
    """Name of the file, or its URL."""
    size: Size | MISSING = MISSING
    object: list[AnnotatedBox] | MISSING = MISSING
    """The boxes that it is trained with."""


class DetectedPage(BaseModel):
    """What was found on one page."""

    message: str | MISSING = MISSING
    """`Success`, or what went wrong with this page. Its case differs from answer to answer."""
    input: str
    """Name of the file, or its URL."""
    prediction: list[DetectedBox]
    """The boxes that were found; empty while a page waits to be read."""
    page: int | MISSING = MISSING
    """Number of the page in its file, from 0."""
    id: str | MISSING = MISSING
    """The page's id, with which it can be fetched again."""
    request_file_id: str | MISSING = MISSING
    """Id of the file that was sent; all its pages share it."""
    filepath: str | MISSING = MISSING
    """Where the vendor keeps the picture of the page; a key of `signed_urls`."""
    file_url: str | MISSING = MISSING
    """Where the vendor keeps the file as it was sent."""
    request_metadata: str | MISSING = MISSING
    """The note that the caller sent along."""
    processing_type: str | MISSING = MISSING
    """`async`, or an empty text when the answer came at once."""
    size: Size | MISSING = MISSING
    rotation: int | MISSING = MISSING
    """By how many degrees the page was turned."""


class SubmittedFile(BaseModel):
    """A file that was taken, with its pages."""

    message: str | MISSING = MISSING
    """
    How the file fares: success, pending (it waits) or failure (three tries were made; the vendor advises to
    send it again), in any case of letters.

    """
    input: str | MISSING = MISSING
    """Name of the file, or its URL."""
    result: list[DetectedPage]
    """Its pages, each with the ids under which it can be fetched once it is read."""


class Submission(BaseModel):
    """
    What was taken with `async=true`: files with their pages, or, in the newer shape, the pages. Without
    `async=true` the pages come with what was found, as in `Detection`.

    """

    message: str
    """`Success`, or what went wrong."""
    result: list[SubmittedFile | DetectedPage]
    """One entry a file, or one a page."""
    signed_urls: SignedUrls | MISSING = MISSING


class Classification(BaseModel):
    """
    Labels for files. A model with one label a picture and a multi-label model answer alike.

    """

    message: str
    """`Success`, or what went wrong."""
    model_id: str | MISSING = MISSING
    """The model's id. Answers published in 2020 have none."""
    result: list[ClassifiedFile]
    """One entry a file."""


class InferencePages(BaseModel):
    """Pages that were read, those that a person has reviewed apart from the others."""

    moderated_images_count: int | MISSING = MISSING
    """How many pages a person has reviewed."""
    unmoderated_images_count: int | MISSING = MISSING
    """How many pages nobody has reviewed."""
    moderated_images: list[ReviewPage]
    """The pages that a person has reviewed."""
    unmoderated_images: list[ReviewPage]
    """The pages that nobody has reviewed."""
    signed_urls: SignedUrls | MISSING = MISSING


class InferencePage(BaseModel):
    """One page that was read."""

    message: str
    """Success, in any case of letters, or what became of the page."""
    result: list[ReviewPage]
    """The page, as a list of one."""
    signed_urls: SignedUrls | MISSING = MISSING


class Annotations(BaseModel):
    """A model's training pictures and what is marked on them."""

    Meta: AnnotationsMeta
    Data: list[AnnotatedPicture]
    """One entry a picture. The client only counts them; their fields are an assumption."""


class FullTextFile(BaseModel):
    """The text of one file."""

    filename: str | MISSING = MISSING
    """The file's name as it was sent, or its URL."""
    page_data: list[FullTextPage]
    """One entry a page."""


class AnnotatedUrls(BaseModel):
    """Training pictures by URL, with what is on them."""

    urls: Urls
    data: list[FileAnnotations] | MISSING = MISSING
    """
    One entry a URL, told by its name. Every sample sends it; by the vendor's document the URLs are enough.

    """


class TrainingData(BaseModel):
    """The training pictures that were taken, and the model that has them."""

    Meta: TrainingMeta
    Data: list[TrainingPicture]
    """One entry a picture."""


class Detection(BaseModel):
    """What was found, page by page. A PDF has one entry a page."""

    message: str
    """`Success`, or what went wrong."""
    result: list[DetectedPage]
    """One entry a page."""
    signed_urls: SignedUrls | MISSING = MISSING


class FullText(BaseModel):
    """The text of files."""

    results: list[FullTextFile]
    """
    One entry a file. The vendor's documentation calls the field `result`; its clients read `results`.

    """
