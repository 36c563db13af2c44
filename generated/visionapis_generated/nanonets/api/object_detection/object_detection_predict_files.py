# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any
from urllib.parse import quote

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
    """Return the keyword arguments of `httpx.Request`."""
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/ObjectDetection/Model/{model_id}/LabelFile".format(
            model_id=quote(str(model_id), safe=""),
        ),
    }
    _kwargs["files"] = body.to_multipart()

    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> Detection:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return Detection.from_dict(response.json())
