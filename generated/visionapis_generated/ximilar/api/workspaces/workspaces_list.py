# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.workspace import Workspace


def build_request() -> dict[str, Any]:
    """The request as keyword arguments of `httpx.Request`."""

    _kwargs: dict[str, Any] = {
        "method": "GET",
        "url": "/account/v2/workspace/".format(),
    }
    return _kwargs


def parse_response(response: httpx.Response) -> list[Workspace]:
    """The answer's content; raises whatever reading it raises when it is not as the contract says."""
    response_200 = []
    _response_200 = response.json()
    for response_200_item_data in _response_200:
        response_200_item = Workspace.from_dict(response_200_item_data)

        response_200.append(response_200_item)

    return response_200
