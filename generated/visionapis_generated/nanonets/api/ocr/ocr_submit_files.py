# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ....types import UNSET, Unset
from ...models.ocr_submit_files_body import OcrSubmitFilesBody
from ...models.submission import Submission


def build_request(
    model_id: str,
    *,
    body: OcrSubmitFilesBody,
    language: str | Unset = UNSET,
) -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {
        "l": language,
    }
    params = {name: value for name, value in params.items() if value is not UNSET and value is not None}
    params["async"] = "true"

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/OCR/Model/{model_id}/LabelFile",
        "path": {
            "model_id": model_id,
        },
        "params": params,
    }
    _kwargs["files"] = body.to_multipart()

    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> Submission:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return Submission.from_dict(response.json())
