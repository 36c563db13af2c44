# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.model import Model
from ...models.new_ocr_model import NewOcrModel


def build_request(
    *,
    body: NewOcrModel,
) -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/OCR/Model",
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> Model:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return Model.from_dict(response.json())
