# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.model import Model
from ...models.new_ocr_model import NewOcrModel


def build_request(
    *,
    body: NewOcrModel,
) -> dict[str, Any]:
    """The request as keyword arguments of `httpx.Request`."""
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/OCR/Model".format(),
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> Model:
    """The answer's content; raises whatever reading it raises when it is not as the contract says."""
    response_200 = Model.from_dict(response.json())

    return response_200
