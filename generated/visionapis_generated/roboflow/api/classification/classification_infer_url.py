# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any
from urllib.parse import quote

import httpx

from ....types import UNSET, Unset
from ...models.confidence_preset import ConfidencePreset
from ...models.multi_label_classification import MultiLabelClassification
from ...models.response_format import ResponseFormat
from ...models.single_label_classification import SingleLabelClassification


def build_request(
    dataset_id: str,
    version_id: str,
    *,
    image: str,
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
    """Return the keyword arguments of `httpx.Request`."""

    params: dict[str, Any] = {}

    params["image"] = image

    json_confidence: float | str | Unset
    if isinstance(confidence, Unset):
        json_confidence = UNSET
    elif isinstance(confidence, str):
        json_confidence = confidence
    else:
        json_confidence = confidence
    params["confidence"] = json_confidence

    json_format_: str | Unset = UNSET
    if not isinstance(format_, Unset):
        json_format_ = format_

    params["format"] = json_format_

    params["disable_preproc_auto_orient"] = disable_preproc_auto_orient

    params["disable_preproc_contrast"] = disable_preproc_contrast

    params["disable_preproc_grayscale"] = disable_preproc_grayscale

    params["disable_preproc_static_crop"] = disable_preproc_static_crop

    params["disable_active_learning"] = disable_active_learning

    params["active_learning_target_dataset"] = active_learning_target_dataset

    params["source"] = source

    params["source_info"] = source_info

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/{dataset_id}/{version_id}".format(
            dataset_id=quote(str(dataset_id), safe=""),
            version_id=quote(str(version_id), safe=""),
        ),
        "params": params,
    }
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
