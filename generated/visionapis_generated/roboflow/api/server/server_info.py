# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.server_info import ServerInfo


def build_request() -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""

    _kwargs: dict[str, Any] = {
        "method": "GET",
        "url": "/info",
    }
    return _kwargs


def parse_response(response: httpx.Response) -> ServerInfo:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return ServerInfo.from_dict(response.json())
