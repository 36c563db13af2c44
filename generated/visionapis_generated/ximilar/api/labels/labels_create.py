# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.label import Label
from ...models.new_label import NewLabel


def build_request(
    *,
    body: NewLabel,
) -> dict[str, Any]:
    """The request as keyword arguments of `httpx.Request`."""
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/recognition/v2/label".format(),
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> Label:
    """The answer's content; raises whatever reading it raises when it is not as the contract says."""
    response_200 = Label.from_dict(response.json())

    return response_200
