# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ....types import UNSET
from ...models.model import Model


def build_request(
    *,
    model_id: str,
) -> dict[str, Any]:
    """Return the keyword arguments of `httpx.Request`."""

    params: dict[str, Any] = {}

    params["modelId"] = model_id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "GET",
        "url": "/ImageCategorization/Model".format(),
        "params": params,
    }
    return _kwargs


def parse_response(response: httpx.Response) -> Model:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return Model.from_dict(response.json())
