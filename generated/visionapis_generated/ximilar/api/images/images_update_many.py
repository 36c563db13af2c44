# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.images_update import ImagesUpdate


def build_request(
    *,
    body: ImagesUpdate,
) -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/recognition/v2/training-image/update",
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> int:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    number = response.json()
    if isinstance(number, float) and number.is_integer():  # 1.0 is an integer in JSON Schema
        return int(number)
    if type(number) is not int:
        raise TypeError("the response is not an integer")
    return number
