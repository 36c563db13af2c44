# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any
from urllib.parse import quote

import httpx

from ...models.inference_pages import InferencePages


def build_request(
    model_id: str,
    request_file_id: str,
) -> dict[str, Any]:
    """Return the keyword arguments of `httpx.Request`."""

    _kwargs: dict[str, Any] = {
        "method": "GET",
        "url": "/Inferences/Model/{model_id}/InferenceRequestFiles/GetPredictions/{request_file_id}".format(
            model_id=quote(str(model_id), safe=""),
            request_file_id=quote(str(request_file_id), safe=""),
        ),
    }
    return _kwargs


def parse_response(response: httpx.Response) -> InferencePages:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return InferencePages.from_dict(response.json())
