# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
"""Strict models of the roboflow contract."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import MISSING, BaseModel, Field, RootModel


class ConfidencePreset(RootModel[Literal["best", "default"]]):
    root: Literal["best", "default"]
    """
    A threshold by name. Both mean 0.5 for a single-label model, and for a multi-label model its own thresholds if it
    has any.

    """


class Base64Picture(RootModel[str]):
    root: Annotated[str, Field(json_schema_extra={"contentEncoding": "base64"}, min_length=1)]
    """
    The picture's bytes as base64 text in the standard alphabet, with padding. Line breaks and a `data:` prefix are
    tolerated. JPEG, PNG, GIF (first frame), WEBP, BMP, TIFF, AVIF and JPEG 2000 are read.

    """


class PictureUpload(BaseModel):
    """One multipart part with the picture's bytes."""

    file: bytes
    """The picture's bytes. The part needs a file name; its content type is not read."""


class JpegPicture(RootModel[bytes]):
    root: bytes
    """
    JPEG bytes, as wide and as high as the picture that was sent, with a border in the colour of the first label.

    """


class LabelPrediction(BaseModel):
    """A label that reaches the threshold."""

    class_: Annotated[str, Field(alias="class")]
    """The label."""
    class_id: int
    """The label's place in the model's list, from 0."""
    confidence: float
    """Score from 0 to 1, rounded to four decimals."""


class LabelScore(BaseModel):
    """The score of one label."""

    confidence: float
    """Score from 0 to 1, not rounded."""
    class_id: int
    """The label's place in the model's list, from 0."""


class PictureSize(BaseModel):
    """
    The size of the picture as the model saw it, after turning it as its EXIF orientation says. The older of the
    server's two engines swaps the two numbers for multi-label models.

    """

    width: int
    """Width in pixels."""
    height: int
    """Height in pixels."""


class ResolvedModel(BaseModel):
    """Which build of the model answered. Sent by servers from version 1.8 on."""

    model_id: str
    """The model's id, dataset and version."""
    model_package_id: str | MISSING = MISSING
    """Id of the package that was loaded."""
    backend: str | MISSING = MISSING
    """The runtime that ran the model, for example `onnx`."""
    quantization: str | MISSING = MISSING
    """Number format of the weights, for example `fp32`."""


class Message(BaseModel):
    """What went wrong, in words."""

    message: str
    """For people to read."""


class MessageWithHelp(BaseModel):
    """What went wrong while a model was loaded, with a page about it."""

    message: str
    """For people to read."""
    help_url: str
    """A page of the vendor's about this failure."""


class StatusMessage(BaseModel):
    """What the check of the key on serverless hosting says."""

    status: int
    """The HTTP status again."""
    message: str
    """For people to read."""


class Detail(BaseModel):
    """What the web framework says by itself."""

    detail: str
    """For people to read."""


class ValidationContext(BaseModel):
    """What the rule would have taken."""

    expected: str | MISSING = MISSING
    """The values that the rule takes, in words."""


class SingleLabelClassification(BaseModel):
    """
    The labels of a single-label model. Their scores are softmax shares that sum to 1 over all labels, those left out
    included. An anomaly model adds fields of its own.

    """

    inference_id: Annotated[str | MISSING, Field(examples=["5a0b1c9e-3f3c-4f57-9d5e-0c2d2c8b9d11"])] = MISSING
    """The server's id of this inference."""
    time: float | MISSING = MISSING
    """Seconds that the server spent, preprocessing included, the network not."""
    image: PictureSize
    predictions: list[LabelPrediction]
    """The labels that reach the threshold, best first; empty when none does."""
    top: str
    """The best label, or an empty text when none reaches the threshold."""
    confidence: float
    """Score of the best label, from 0 to 1; 0 when none reaches the threshold."""
    resolved_model: ResolvedModel | MISSING = MISSING
    visualization: str | MISSING = MISSING
    """A JPEG with the labels drawn on it, as base64 text. Sent with `format=image_and_json` only."""


class LabelScores(RootModel[dict[str, LabelScore]]):
    """Every label of the model with its score, in the model's order, whatever the threshold."""

    root: dict[str, LabelScore]


class ValidationProblem(BaseModel):
    """One value of the wrong type."""

    type: str
    """Name of the rule that was broken, for example `float_parsing`."""
    loc: list[str | int]
    """Where the value stands, for example `query`, then the parameter's name."""
    msg: str
    """For people to read."""
    input: str | None
    """The value as it was received."""
    ctx: ValidationContext | MISSING = MISSING


class MultiLabelClassification(BaseModel):
    """
    The labels of a multi-label model. Their scores are independent of each other and do not sum to 1.

    """

    inference_id: Annotated[str | MISSING, Field(examples=["6a0b1c9e-3f3c-4f57-9d5e-0c2d2c8b9d13"])] = MISSING
    """The server's id of this inference."""
    time: float | MISSING = MISSING
    """Seconds that the server spent, preprocessing included, the network not."""
    image: PictureSize
    predictions: LabelScores
    predicted_classes: list[str]
    """The labels that reach the threshold, in the model's order, not by score."""
    resolved_model: ResolvedModel | MISSING = MISSING
    visualization: str | MISSING = MISSING
    """A JPEG with the labels drawn on it, as base64 text. Sent with `format=image_and_json` only."""


class ValidationProblems(BaseModel):
    """Every query parameter whose value has the wrong type."""

    detail: list[ValidationProblem]
    """One entry a problem."""


class Classification(RootModel[SingleLabelClassification | MultiLabelClassification]):
    root: SingleLabelClassification | MultiLabelClassification
    """The answer of a classification model; its type decides which of the two it is."""
