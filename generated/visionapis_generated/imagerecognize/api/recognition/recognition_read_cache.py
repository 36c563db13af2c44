# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.cache_answer import CacheAnswer
from ...models.cache_request import CacheRequest


def build_request(
    *,
    body: CacheRequest,
) -> dict[str, Any]:
    """The request as keyword arguments of `httpx.Request`."""
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/".format(),
    }
    _kwargs["files"] = body.to_multipart()

    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> CacheAnswer:
    """The answer's content; raises whatever reading it raises when it is not as the contract says."""
    response_200 = CacheAnswer.from_dict(response.json())

    return response_200
