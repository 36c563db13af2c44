# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.model import Model
from ...types import UNSET


def build_request(
    *,
    model_id: str,
) -> dict[str, Any]:
    """The request as keyword arguments of `httpx.Request`."""

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
    """The answer's content; raises whatever reading it raises when it is not as the contract says."""
    response_200 = Model.from_dict(response.json())

    return response_200
