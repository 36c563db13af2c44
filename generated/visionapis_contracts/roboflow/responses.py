# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
"""The JSON of the roboflow contract's responses, for type checkers; nothing imports it at run time.

An object may have more fields than are named here.
"""

from __future__ import annotations

from typing import NotRequired, TypeAlias, TypedDict

Classification: TypeAlias = "SingleLabelClassification | MultiLabelClassification"

ClassificationBatch: TypeAlias = "list[Classification]"


class Detail(TypedDict):
    detail: str


class ImageSize(TypedDict):
    width: int
    height: int


InferenceResult: TypeAlias = "Classification | ClassificationBatch"

JpegImage: TypeAlias = "str"

LabelPrediction = TypedDict("LabelPrediction", {"class": "str", "class_id": "int", "confidence": "float"})


class LabelScore(TypedDict):
    confidence: float
    class_id: int


LabelScores: TypeAlias = "dict[str, LabelScore]"


class LoadedModel(TypedDict):
    model_id: str
    task_type: str
    batch_size: NotRequired[int | None]
    input_height: NotRequired[int | None]
    input_width: NotRequired[int | None]
    vram_bytes: NotRequired[int | None]
    request_aliases: NotRequired[list[str]]
    request_paths: NotRequired[list[str]]


class LoadedModels(TypedDict):
    models: list[LoadedModel]
    total_vram_bytes: NotRequired[int | None]
    gpu_memory_used: NotRequired[int | None]
    gpu_memory_total: NotRequired[int | None]
    torch_cuda_allocated: NotRequired[int | None]
    torch_cuda_reserved: NotRequired[int | None]
    torch_cuda_allocator_cache: NotRequired[int | None]
    non_torch_gpu_memory: NotRequired[int | None]


class Message(TypedDict):
    message: str


class MessageWithHelp(TypedDict):
    message: str
    help_url: str


class MultiLabelClassification(TypedDict):
    inference_id: NotRequired[str]
    time: NotRequired[float]
    image: ImageSize
    predictions: LabelScores
    predicted_classes: list[str]
    resolved_model: NotRequired[ResolvedModel]
    visualization: NotRequired[str]


class ResolvedModel(TypedDict):
    model_id: str
    model_package_id: NotRequired[str]
    backend: NotRequired[str]
    quantization: NotRequired[str]


class ServerInfo(TypedDict):
    name: str
    version: str
    uuid: str


class ServerStatus(TypedDict):
    status: str
    reason: NotRequired[str]


class SingleLabelClassification(TypedDict):
    inference_id: NotRequired[str]
    time: NotRequired[float]
    image: ImageSize
    predictions: list[LabelPrediction]
    top: str
    confidence: float
    resolved_model: NotRequired[ResolvedModel]
    visualization: NotRequired[str]


class StatusMessage(TypedDict):
    status: int
    message: str


class ValidationContext(TypedDict):
    expected: NotRequired[str]
    class_name: NotRequired[str]
    error: NotRequired[str]


class ValidationProblem(TypedDict):
    type: str
    loc: list[str | int]
    msg: str
    ctx: NotRequired[ValidationContext]


class ValidationProblems(TypedDict):
    detail: list[ValidationProblem]
