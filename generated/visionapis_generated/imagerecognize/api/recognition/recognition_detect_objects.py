# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.objects_request import ObjectsRequest
from ...models.objects_response import ObjectsResponse


def build_request(
    *,
    body: ObjectsRequest,
) -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/",
    }
    _kwargs["files"] = body.to_multipart()

    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> ObjectsResponse:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return ObjectsResponse.from_dict(response.json())
