# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.server_status import ServerStatus


def build_request() -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""

    _kwargs: dict[str, Any] = {
        "method": "GET",
        "url": "/healthz",
    }
    return _kwargs


def parse_response(response: httpx.Response) -> ServerStatus:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return ServerStatus.from_dict(response.json())
