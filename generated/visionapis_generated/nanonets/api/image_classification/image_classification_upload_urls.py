# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.image_classification_upload_urls_body import (
    ImageClassificationUploadUrlsBody,
)
from ...models.model import Model


def build_request(
    *,
    body: ImageClassificationUploadUrlsBody,
) -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/ImageCategorization/UploadUrls",
    }
    _kwargs["data"] = {name: value for name, value in body.to_dict().items() if value is not None}
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> Model:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return Model.from_dict(response.json())
