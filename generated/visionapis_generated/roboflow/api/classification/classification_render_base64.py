# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ....types import UNSET, BodyContent, Unset
from ...models.confidence_preset import ConfidencePreset


def build_request(
    dataset_id: str,
    version_id: str,
    *,
    body: BodyContent,
    confidence: ConfidencePreset | float | Unset = UNSET,
    stroke: int | Unset = UNSET,
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
        "stroke": stroke,
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
    params["format"] = "image"

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/{dataset_id}/{version_id}",
        "path": {
            "dataset_id": dataset_id,
            "version_id": version_id,
        },
        "params": params,
    }
    _kwargs["content"] = body
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> bytes:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return response.content
