# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any
from urllib.parse import quote

import httpx

from ...models.ocr_submit_urls_body import OcrSubmitUrlsBody
from ...models.submission import Submission
from ...types import UNSET, Unset


def build_request(
    model_id: str,
    *,
    body: OcrSubmitUrlsBody,
    language: str | Unset = UNSET,
) -> dict[str, Any]:
    """The request as keyword arguments of `httpx.Request`."""
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {}

    params["l"] = language

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    params["async"] = "true"

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/OCR/Model/{model_id}/LabelUrls".format(
            model_id=quote(str(model_id), safe=""),
        ),
        "params": params,
    }
    _kwargs["data"] = {name: value for name, value in body.to_dict().items() if value is not None}
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> Submission:
    """The answer's content; raises whatever reading it raises when it is not as the contract says."""
    response_200 = Submission.from_dict(response.json())

    return response_200
