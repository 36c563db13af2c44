# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.file_upload import FileUpload
from ...models.training_image import TrainingImage


def build_request(
    *,
    body: FileUpload,
) -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/recognition/v2/training-image",
    }
    _kwargs["files"] = body.to_multipart()

    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> TrainingImage:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return TrainingImage.from_dict(response.json())
