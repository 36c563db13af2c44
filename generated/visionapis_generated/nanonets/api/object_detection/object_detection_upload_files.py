# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.annotated_files import AnnotatedFiles
from ...models.training_data import TrainingData


def build_request(
    model_id: str,
    *,
    body: AnnotatedFiles,
) -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/ObjectDetection/Model/{model_id}/UploadFile",
        "path": {
            "model_id": model_id,
        },
    }
    _kwargs["files"] = body.to_multipart()

    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> TrainingData:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return TrainingData.from_dict(response.json())
