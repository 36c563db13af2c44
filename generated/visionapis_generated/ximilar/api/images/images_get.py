# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any
from urllib.parse import quote

import httpx

from ....types import UNSET, Unset
from ...models.training_image import TrainingImage


def build_request(
    image_id: str,
    *,
    workspace: str | Unset = UNSET,
) -> dict[str, Any]:
    """Return the keyword arguments of `httpx.Request`."""

    params: dict[str, Any] = {}

    params["workspace"] = workspace

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "GET",
        "url": "/recognition/v2/training-image/{image_id}".format(
            image_id=quote(str(image_id), safe=""),
        ),
        "params": params,
    }
    return _kwargs


def parse_response(response: httpx.Response) -> TrainingImage:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return TrainingImage.from_dict(response.json())
