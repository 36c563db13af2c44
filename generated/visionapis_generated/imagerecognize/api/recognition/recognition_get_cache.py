# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.cache_answer import CacheAnswer


def build_request() -> dict[str, Any]:
    """The request as keyword arguments of `httpx.Request`."""

    params: dict[str, Any] = {}
    params["type"] = "cache"

    _kwargs: dict[str, Any] = {
        "method": "GET",
        "url": "/".format(),
        "params": params,
    }
    return _kwargs


def parse_response(response: httpx.Response) -> CacheAnswer:
    """The answer's content; raises whatever reading it raises when it is not as the contract says."""
    response_200 = CacheAnswer.from_dict(response.json())

    return response_200
