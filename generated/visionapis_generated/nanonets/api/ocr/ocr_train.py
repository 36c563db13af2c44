# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any
from urllib.parse import quote

import httpx

from ...models.model import Model


def build_request(
    model_id: str,
) -> dict[str, Any]:
    """Return the keyword arguments of `httpx.Request`."""

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/OCR/Model/{model_id}/Train".format(
            model_id=quote(str(model_id), safe=""),
        ),
    }
    return _kwargs


def parse_response(response: httpx.Response) -> Model:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return Model.from_dict(response.json())
