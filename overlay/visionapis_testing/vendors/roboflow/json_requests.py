"""The JSON bodies of requests, by pydantic.

Names, types, defaults and the order of fields are those of the vendor's server, because its errors repeat them. The
module is imported on first use, because importing pydantic takes 0.1 s.
"""

from collections.abc import Mapping
from typing import Any, Literal, Union

from pydantic import BaseModel, ConfigDict

from visionapis_testing.contracts.contract import load


class _Body(BaseModel):
    model_config = ConfigDict(protected_namespaces=())


class InferenceRequestImage(_Body):
    """An image of a request; its value is checked when it is decoded."""

    type: str
    value: Any = None


class InferenceRequest(_Body):
    """A request to classify one image, or several."""

    id: str
    api_key: str | None = None
    usage_billable: bool = True
    start: float | None = None
    source: str | None = None
    source_info: str | None = None
    disable_model_monitoring: bool | None = False
    model_id: str | None
    image: list[InferenceRequestImage] | InferenceRequestImage
    disable_preproc_auto_orient: bool | None = False
    disable_preproc_contrast: bool | None = False
    disable_preproc_grayscale: bool | None = False
    disable_preproc_static_crop: bool | None = False
    include_anomaly_map: bool = False
    confidence: Union[float, Literal["best", "default"]] = 0.4  # noqa: UP007  (pydantic names its branches in `loc`)
    visualization_stroke_width: int | None = 1
    visualize_predictions: bool | None = False
    disable_active_learning: bool | None = False
    active_learning_target_dataset: str | None = None


class AddModelRequest(_Body):
    """A request to load a model."""

    model_id: str
    model_type: str | None = None
    api_key: str | None = None


class ClearModelRequest(_Body):
    """A request to unload a model."""

    model_id: str


BODIES: Mapping[str, type[BaseModel]] = {
    load("roboflow").operation("classification_infer_json").path: InferenceRequest,
    load("roboflow").operation("models_add").path: AddModelRequest,
    load("roboflow").operation("models_remove").path: ClearModelRequest,
}
"""The models by path."""
