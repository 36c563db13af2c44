# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
"""Strict models of the roboflow contract."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import MISSING, BaseModel, Field, RootModel


class ConfidencePreset(RootModel[Literal["best", "default"]]):
    root: Literal["best", "default"]
    """
    A named threshold. Both names mean 0.5 for a single-label model; for a multi-label model they mean its own
    thresholds, if it has any.

    """


class Base64Image(RootModel[str]):
    root: Annotated[str, Field(json_schema_extra={"contentEncoding": "base64"}, min_length=1)]
    """
    The image's bytes as base64 text in the standard alphabet, with padding. A `data:image/` prefix is accepted, and
    characters outside the alphabet are skipped: line breaks, quotes, NUL. Surplus padding is accepted; characters
    outside ASCII fail with status 500.

    The server reads JPEG, PNG, GIF (first frame), WEBP, BMP, TIFF (not with 32 bits per channel), AVIF, JPEG 2000,
    PBM, PGM, PPM, Radiance HDR and Sun raster, up to 2^30 pixels.

    """


class ImageUpload(BaseModel):
    """An image as a multipart file."""

    file: bytes
    """The image's bytes. The part needs a file name; its content type is ignored."""


class JpegImage(RootModel[bytes]):
    root: bytes
    """
    JPEG bytes of the same width and height as the image that was sent, with a border in the colour of the first
    label.

    """


class LabelPrediction(BaseModel):
    """A label that reaches the threshold."""

    class_: Annotated[str, Field(alias="class")]
    """The label."""
    class_id: int
    """The label's index in the model's list, from 0."""
    confidence: Annotated[float, Field(ge=0.0, le=1.0)]
    """Score from 0 to 1, rounded to four decimals."""


class LabelScore(BaseModel):
    """The score of one label."""

    confidence: Annotated[float, Field(ge=0.0, le=1.0)]
    """Score from 0 to 1, not rounded."""
    class_id: int
    """The label's index in the model's list, from 0."""


class ImageSize(BaseModel):
    """
    Size of the image as the model saw it, after rotating a JPEG, PNG or TIFF according to its orientation; the EXIF
    data of other formats is ignored. The older of the
    server's two engines swaps width and height for multi-label models.

    """

    width: int
    """Width in pixels."""
    height: int
    """Height in pixels."""


class ResolvedModel(BaseModel):
    """The build of the model that classified the image. Sent by servers from version 1.8."""

    model_id: str
    """The model's id: dataset and version."""
    model_package_id: str | MISSING = MISSING
    """Id of the package that was loaded."""
    backend: str | MISSING = MISSING
    """The runtime that ran the model, for example `onnx`."""
    quantization: str | MISSING = MISSING
    """Number format of the weights, for example `fp32`."""


class Message(BaseModel):
    """An error message."""

    message: str
    """A human-readable text."""


class MessageWithHelp(BaseModel):
    """An error message about loading a model, with a page about it."""

    message: str
    """A human-readable text."""
    help_url: str
    """URL of the vendor's page about this error."""


class StatusMessage(BaseModel):
    """An error message of the key check of serverless hosting."""

    status: int
    """The HTTP status again."""
    message: str
    """A human-readable text."""


class Detail(BaseModel):
    """An error message of the web framework."""

    detail: str
    """A human-readable text."""


class ValidationContext(BaseModel):
    """The values that the rule accepts."""

    expected: str | MISSING = MISSING
    """The accepted values, in words."""


class SingleLabelClassification(BaseModel):
    """
    The labels of a single-label model. The scores of all labels, including the omitted ones, sum to 1. An anomaly
    model adds fields of its own.

    """

    inference_id: Annotated[str | MISSING, Field(examples=["5a0b1c9e-3f3c-4f57-9d5e-0c2d2c8b9d11"])] = MISSING
    """The server's id of this inference."""
    time: float | MISSING = MISSING
    """Processing time in seconds, including preprocessing, excluding the network."""
    image: ImageSize
    predictions: list[LabelPrediction]
    """The labels that reach the threshold, best first; empty if none does."""
    top: str
    """The best label, or an empty string if none reaches the threshold."""
    confidence: Annotated[float, Field(ge=0.0, le=1.0)]
    """Score of the best label, from 0 to 1; 0 if none reaches the threshold."""
    resolved_model: ResolvedModel | MISSING = MISSING
    visualization: str | MISSING = MISSING
    """A JPEG with the labels drawn on it, as base64 text. Present only with `format=image_and_json`."""


class LabelScores(RootModel[dict[str, LabelScore]]):
    """All labels of the model with their scores, in the model's order, regardless of the threshold."""

    root: dict[str, LabelScore]


class ValidationProblem(BaseModel):
    """A value of the wrong type."""

    type: str
    """Name of the rule that was violated, for example `float_parsing`."""
    loc: list[str | int]
    """Location of the value: `query`, then the parameter's name."""
    msg: str
    """A human-readable text."""
    input: str | None
    """The value as it was received."""
    ctx: ValidationContext | MISSING = MISSING


class MultiLabelClassification(BaseModel):
    """The labels of a multi-label model. The scores are independent of each other and do not sum to 1."""

    inference_id: Annotated[str | MISSING, Field(examples=["6a0b1c9e-3f3c-4f57-9d5e-0c2d2c8b9d13"])] = MISSING
    """The server's id of this inference."""
    time: float | MISSING = MISSING
    """Processing time in seconds, including preprocessing, excluding the network."""
    image: ImageSize
    predictions: LabelScores
    predicted_classes: list[str]
    """The labels that reach the threshold, in the model's order, not by score."""
    resolved_model: ResolvedModel | MISSING = MISSING
    visualization: str | MISSING = MISSING
    """A JPEG with the labels drawn on it, as base64 text. Present only with `format=image_and_json`."""


class ValidationProblems(BaseModel):
    """The query parameters that have the wrong type."""

    detail: list[ValidationProblem]
    """One entry per problem."""


class Classification(RootModel[SingleLabelClassification | MultiLabelClassification]):
    root: SingleLabelClassification | MultiLabelClassification
    """The result of a classification model; the model's type decides which of the two it is."""
