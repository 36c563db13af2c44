# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.model import Model


def build_request(
    model_id: str,
) -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/OCR/Model/{model_id}/Train",
        "path": {
            "model_id": model_id,
        },
    }
    return _kwargs


def parse_response(response: httpx.Response) -> Model:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return Model.from_dict(response.json())
