# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any
from urllib.parse import quote

import httpx

from ...models.model import Model


def build_request(
    model_id: str,
) -> dict[str, Any]:
    """The request as keyword arguments of `httpx.Request`."""

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/OCR/Model/{model_id}/Train".format(
            model_id=quote(str(model_id), safe=""),
        ),
    }
    return _kwargs


def parse_response(response: httpx.Response) -> Model:
    """The answer's content; raises whatever reading it raises when it is not as the contract says."""
    response_200 = Model.from_dict(response.json())

    return response_200
