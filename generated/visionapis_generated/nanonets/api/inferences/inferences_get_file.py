# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.inference_pages import InferencePages


def build_request(
    model_id: str,
    request_file_id: str,
) -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""

    _kwargs: dict[str, Any] = {
        "method": "GET",
        "url": "/Inferences/Model/{model_id}/InferenceRequestFiles/GetPredictions/{request_file_id}",
        "path": {
            "model_id": model_id,
            "request_file_id": request_file_id,
        },
    }
    return _kwargs


def parse_response(response: httpx.Response) -> InferencePages:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return InferencePages.from_dict(response.json())
