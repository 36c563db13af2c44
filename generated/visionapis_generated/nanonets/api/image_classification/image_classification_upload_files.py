# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.image_classification_upload_files_body import (
    ImageClassificationUploadFilesBody,
)
from ...models.model import Model


def build_request(
    *,
    body: ImageClassificationUploadFilesBody,
) -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/ImageCategorization/UploadFile",
    }
    _kwargs["files"] = body.to_multipart()

    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> Model:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return Model.from_dict(response.json())
