# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.training_image import TrainingImage
from ...models.url_upload import UrlUpload


def build_request(
    *,
    body: UrlUpload,
) -> dict[str, Any]:
    """The request as keyword arguments of `httpx.Request`."""
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/recognition/v2/training-image".format(),
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> TrainingImage:
    """The answer's content; raises whatever reading it raises when it is not as the contract says."""
    response_200 = TrainingImage.from_dict(response.json())

    return response_200
