# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ....types import UNSET, Unset
from ...models.confidence_preset import ConfidencePreset
from ...models.image_upload import ImageUpload
from ...models.multi_label_classification import MultiLabelClassification
from ...models.response_format import ResponseFormat
from ...models.single_label_classification import SingleLabelClassification


def build_request(
    dataset_id: str,
    version_id: str,
    *,
    body: ImageUpload,
    confidence: ConfidencePreset | float | Unset = UNSET,
    format_: ResponseFormat | Unset = UNSET,
    disable_preproc_auto_orient: bool | Unset = UNSET,
    disable_preproc_contrast: bool | Unset = UNSET,
    disable_preproc_grayscale: bool | Unset = UNSET,
    disable_preproc_static_crop: bool | Unset = UNSET,
    disable_active_learning: bool | Unset = UNSET,
    active_learning_target_dataset: str | Unset = UNSET,
    source: str | Unset = UNSET,
    source_info: str | Unset = UNSET,
) -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {
        "confidence": confidence,
        "format": format_,
        "disable_preproc_auto_orient": disable_preproc_auto_orient,
        "disable_preproc_contrast": disable_preproc_contrast,
        "disable_preproc_grayscale": disable_preproc_grayscale,
        "disable_preproc_static_crop": disable_preproc_static_crop,
        "disable_active_learning": disable_active_learning,
        "active_learning_target_dataset": active_learning_target_dataset,
        "source": source,
        "source_info": source_info,
    }
    params = {name: value for name, value in params.items() if value is not UNSET and value is not None}

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/{dataset_id}/{version_id}",
        "path": {
            "dataset_id": dataset_id,
            "version_id": version_id,
        },
        "params": params,
    }
    _kwargs["files"] = body.to_multipart()

    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> MultiLabelClassification | SingleLabelClassification:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return _read_response_200(response.json())


def _read_response_200(data: Any) -> MultiLabelClassification | SingleLabelClassification:
    try:
        return SingleLabelClassification.from_dict(data)
    except (AttributeError, KeyError, TypeError, ValueError):
        pass
    return MultiLabelClassification.from_dict(data)
