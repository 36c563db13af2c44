# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ....types import UNSET
from ...models.cache_response import CacheResponse


def build_request() -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""

    params: dict[str, Any] = {}
    params = {name: value for name, value in params.items() if value is not UNSET and value is not None}
    params["type"] = "cache"

    _kwargs: dict[str, Any] = {
        "method": "GET",
        "url": "/",
        "params": params,
    }
    return _kwargs


def parse_response(response: httpx.Response) -> CacheResponse:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return CacheResponse.from_dict(response.json())
