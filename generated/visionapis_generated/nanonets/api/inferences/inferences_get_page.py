# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.inference_page import InferencePage


def build_request(
    model_id: str,
    page_id: str,
) -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""

    _kwargs: dict[str, Any] = {
        "method": "GET",
        "url": "/Inferences/Model/{model_id}/ImageLevelInferences/{page_id}",
        "path": {
            "model_id": model_id,
            "page_id": page_id,
        },
    }
    return _kwargs


def parse_response(response: httpx.Response) -> InferencePage:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return InferencePage.from_dict(response.json())
