# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ....types import UNSET, Unset
from ...models.training_image import TrainingImage


def build_request(
    image_id: str,
    *,
    workspace: str | Unset = UNSET,
) -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""

    params: dict[str, Any] = {
        "workspace": workspace,
    }
    params = {name: value for name, value in params.items() if value is not UNSET and value is not None}

    _kwargs: dict[str, Any] = {
        "method": "GET",
        "url": "/recognition/v2/training-image/{image_id}",
        "path": {
            "image_id": image_id,
        },
        "params": params,
    }
    return _kwargs


def parse_response(response: httpx.Response) -> TrainingImage:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return TrainingImage.from_dict(response.json())
