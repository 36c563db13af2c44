# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.image_update import ImageUpdate
from ...models.training_image import TrainingImage


def build_request(
    image_id: str,
    *,
    body: ImageUpdate,
) -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "PUT",
        "url": "/recognition/v2/training-image/{image_id}",
        "path": {
            "image_id": image_id,
        },
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> TrainingImage:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return TrainingImage.from_dict(response.json())
