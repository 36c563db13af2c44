# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.nsfw_request import NsfwRequest
from ...models.nsfw_response import NsfwResponse


def build_request(
    *,
    body: NsfwRequest,
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


def parse_response(response: httpx.Response) -> NsfwResponse:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return NsfwResponse.from_dict(response.json())
