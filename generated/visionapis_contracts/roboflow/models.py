# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
"""Strict models of the roboflow contract."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import MISSING, BaseModel, ConfigDict, Field, RootModel


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


class InferenceConfidence(RootModel[float | ConfidencePreset]):
    root: float | ConfidencePreset
    """
    Confidence threshold, a fraction from 0 to 1 or the name of a threshold. A single-label response omits the labels
    below it; a multi-label response lists all labels and applies it only to `predicted_classes`. Default: 0.4.

    """


class InferenceImageType(RootModel[Literal["base64", "url"]]):
    root: Literal["base64", "url"]
    """
    `base64`, or `url` for an image that the server fetches. Unless the server is configured otherwise, it fetches
    only https URLs with a public host name.

    """


class ModelToAdd(BaseModel):
    """A model to load."""

    model_id: Annotated[str, Field(examples=["images/3"], min_length=1)]
    """The model, as `dataset/version`."""
    api_key: str | None | MISSING = MISSING
    """The key, unless it is sent as a bearer token."""


class ModelToRemove(BaseModel):
    """A model to unload."""

    model_id: Annotated[str, Field(examples=["images/3"])]
    """The model, as `dataset/version`."""


class LoadedModel(BaseModel):
    """A model in the memory of a server."""

    model_id: str
    """The model, as `dataset/version`."""
    task_type: str
    """The type of the model; `classification` for single-label and multi-label models."""
    batch_size: int | None | MISSING = MISSING
    """The number of images that the model runs at a time; null if any number fits."""
    input_height: int | None | MISSING = MISSING
    """Height in pixels to which the server scales images; null if it is not fixed."""
    input_width: int | None | MISSING = MISSING
    """Width in pixels to which the server scales images; null if it is not fixed."""
    vram_bytes: int | None | MISSING = MISSING
    """GPU memory of the model, in bytes; null without a GPU."""
    request_aliases: list[str] | MISSING = MISSING
    """Other ids that requests used for the model."""
    request_paths: list[str] | MISSING = MISSING
    """Paths of the requests that used the model, sorted."""


class ServerInfo(BaseModel):
    """The name and version of an inference server."""

    name: str
    """The name of the product."""
    version: str
    """The version of the server."""
    uuid: str
    """An id of this server, which changes when it restarts."""


class ServerStatus(BaseModel):
    """The state of an inference server."""

    status: str
    """`healthy` or `unhealthy`; `ready` or `not ready`."""
    reason: str | MISSING = MISSING
    """Why the server is unhealthy."""


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
    data of other formats, and an orientation in XMP, are ignored. The older of the server's two engines swaps width
    and height for multi-label models.

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
    """More about the rule."""

    expected: str | MISSING = MISSING
    """The accepted values, in words."""
    class_name: str | MISSING = MISSING
    """Name of the type that was expected."""
    error: str | MISSING = MISSING
    """The parser's message about a body that is not JSON."""


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


class InferenceImage(BaseModel):
    """An image, as base64 text or by its URL."""

    type: InferenceImageType
    value: Annotated[str, Field(min_length=1)]
    """The base64 text, in the standard alphabet and with padding, or the URL."""


class LoadedModels(BaseModel):
    """The models in the memory of a server."""

    models: list[LoadedModel]
    """The models, in the order in which they were loaded."""
    total_vram_bytes: int | None | MISSING = MISSING
    """GPU memory of all models, in bytes; null without a GPU."""
    gpu_memory_used: int | None | MISSING = MISSING
    """GPU memory in use, in bytes; null without a GPU."""
    gpu_memory_total: int | None | MISSING = MISSING
    """GPU memory, in bytes; null without a GPU."""
    torch_cuda_allocated: int | None | MISSING = MISSING
    """GPU memory that PyTorch has allocated, in bytes; null without a GPU."""
    torch_cuda_reserved: int | None | MISSING = MISSING
    """GPU memory that PyTorch has reserved, in bytes; null without a GPU."""
    torch_cuda_allocator_cache: int | None | MISSING = MISSING
    """GPU memory that PyTorch has reserved and not allocated, in bytes; null without a GPU."""
    non_torch_gpu_memory: int | None | MISSING = MISSING
    """GPU memory in use that PyTorch has not reserved, in bytes; null without a GPU."""


class LabelScores(RootModel[dict[str, LabelScore]]):
    """All labels of the model with their scores, in the model's order, regardless of the threshold."""

    root: dict[str, LabelScore]


class ValidationProblem(BaseModel):
    """A value of the wrong type. The field `input` has the value as it was received, of any type."""

    model_config = ConfigDict(
        extra="allow",
    )
    type: str
    """Name of the rule that was violated, for example `float_parsing`."""
    loc: list[str | int]
    """Location of the value: `query` or `body`, then the name of the parameter or field."""
    msg: str
    """A human-readable text."""
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


class ImageInference(BaseModel):
    """A model, one image, and options."""

    model_id: Annotated[str, Field(examples=["images/3"], min_length=1)]
    """The model, as `dataset/version`."""
    image: InferenceImage
    confidence: InferenceConfidence | MISSING = MISSING
    visualize_predictions: bool | None | MISSING = MISSING
    """
    Whether the response has a JPEG with the labels drawn on it. Fails with status 500 if no label of a
    single-label model reaches the threshold. Default: false.

    """
    visualization_stroke_width: int | MISSING = MISSING
    """Width in pixels of the border in the drawing. Default: 1."""
    disable_preproc_auto_orient: bool | None | MISSING = MISSING
    """
    Do not rotate the image according to its EXIF orientation. This changes the reported width and height.
    Default: false.

    """
    disable_preproc_contrast: bool | None | MISSING = MISSING
    """Skip the dataset's contrast step. Default: false."""
    disable_preproc_grayscale: bool | None | MISSING = MISSING
    """Skip the dataset's greyscale step. Default: false."""
    disable_preproc_static_crop: bool | None | MISSING = MISSING
    """Skip the dataset's static crop. Default: false."""
    disable_active_learning: bool | None | MISSING = MISSING
    """Do not collect the images as training data. Default: false."""
    active_learning_target_dataset: str | None | MISSING = MISSING
    """The dataset that collects the images as training data. Default: the model's own."""
    source: str | None | MISSING = MISSING
    """Name of the caller, for the vendor's usage statistics."""
    source_info: str | None | MISSING = MISSING
    """More about the caller, for the vendor's usage statistics."""
    api_key: str | None | MISSING = MISSING
    """The key, unless it is sent as a bearer token."""


class BatchInference(BaseModel):
    """A model, several images, and options."""

    model_id: Annotated[str, Field(examples=["images/3"], min_length=1)]
    """The model, as `dataset/version`."""
    image: list[InferenceImage]
    """The images. An empty list is an error."""
    confidence: InferenceConfidence | MISSING = MISSING
    disable_preproc_auto_orient: bool | None | MISSING = MISSING
    """
    Do not rotate the image according to its EXIF orientation. This changes the reported width and height.
    Default: false.

    """
    disable_preproc_contrast: bool | None | MISSING = MISSING
    """Skip the dataset's contrast step. Default: false."""
    disable_preproc_grayscale: bool | None | MISSING = MISSING
    """Skip the dataset's greyscale step. Default: false."""
    disable_preproc_static_crop: bool | None | MISSING = MISSING
    """Skip the dataset's static crop. Default: false."""
    disable_active_learning: bool | None | MISSING = MISSING
    """Do not collect the images as training data. Default: false."""
    active_learning_target_dataset: str | None | MISSING = MISSING
    """The dataset that collects the images as training data. Default: the model's own."""
    source: str | None | MISSING = MISSING
    """Name of the caller, for the vendor's usage statistics."""
    source_info: str | None | MISSING = MISSING
    """More about the caller, for the vendor's usage statistics."""
    api_key: str | None | MISSING = MISSING
    """The key, unless it is sent as a bearer token."""


class ValidationProblems(BaseModel):
    """The query parameters or fields that are missing or have the wrong type."""

    detail: list[ValidationProblem]
    """One entry per problem."""


class Classification(RootModel[SingleLabelClassification | MultiLabelClassification]):
    root: SingleLabelClassification | MultiLabelClassification
    """The result of a classification model; the model's type decides which of the two it is."""


class Inference(RootModel[ImageInference | BatchInference]):
    root: ImageInference | BatchInference
    """A model, the image or images to classify, and options."""


class ClassificationBatch(RootModel[list[Classification]]):
    """The labels of each image, in the order of the request."""

    root: list[Classification]
    """The labels of each image, in the order of the request."""


class InferenceResult(RootModel[Classification | ClassificationBatch]):
    root: Classification | ClassificationBatch
    """The labels of one image, or a list with the labels of each image."""
