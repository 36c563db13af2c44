# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ....types import UNSET, Unset
from ...models.detection import Detection
from ...models.ocr_predict_urls_body import OcrPredictUrlsBody


def build_request(
    model_id: str,
    *,
    body: OcrPredictUrlsBody,
    language: str | Unset = UNSET,
) -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {
        "l": language,
    }
    params = {name: value for name, value in params.items() if value is not UNSET and value is not None}

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/OCR/Model/{model_id}/LabelUrls",
        "path": {
            "model_id": model_id,
        },
        "params": params,
    }
    _kwargs["data"] = {name: value for name, value in body.to_dict().items() if value is not None}
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> Detection:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return Detection.from_dict(response.json())
