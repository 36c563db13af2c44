# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.account_details import AccountDetails


def build_request() -> dict[str, Any]:
    """The request as keyword arguments of `httpx.Request`."""

    _kwargs: dict[str, Any] = {
        "method": "GET",
        "url": "/account/v2/details/".format(),
    }
    return _kwargs


def parse_response(response: httpx.Response) -> AccountDetails:
    """The answer's content; raises whatever reading it raises when it is not as the contract says."""
    response_200 = AccountDetails.from_dict(response.json())

    return response_200
