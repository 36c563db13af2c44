# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.workspace import Workspace


def build_request() -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""

    _kwargs: dict[str, Any] = {
        "method": "GET",
        "url": "/account/v2/workspace/",
    }
    return _kwargs


def parse_response(response: httpx.Response) -> list[Workspace]:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return [Workspace.from_dict(item) for item in response.json()]
