# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any
from urllib.parse import quote

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
    """Return the keyword arguments of `httpx.Request`."""
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {}

    params["l"] = language

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    params["async"] = "true"

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/OCR/Model/{model_id}/LabelFile".format(
            model_id=quote(str(model_id), safe=""),
        ),
        "params": params,
    }
    _kwargs["files"] = body.to_multipart()

    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> Submission:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return Submission.from_dict(response.json())
