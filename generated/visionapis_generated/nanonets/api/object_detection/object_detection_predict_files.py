# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.detection import Detection
from ...models.object_detection_predict_files_body import (
    ObjectDetectionPredictFilesBody,
)


def build_request(
    model_id: str,
    *,
    body: ObjectDetectionPredictFilesBody,
) -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/ObjectDetection/Model/{model_id}/LabelFile",
        "path": {
            "model_id": model_id,
        },
    }
    _kwargs["files"] = body.to_multipart()

    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> Detection:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return Detection.from_dict(response.json())
