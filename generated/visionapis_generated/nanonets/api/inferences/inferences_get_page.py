# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any
from urllib.parse import quote

import httpx

from ...models.inference_page import InferencePage


def build_request(
    model_id: str,
    page_id: str,
) -> dict[str, Any]:
    """The request as keyword arguments of `httpx.Request`."""

    _kwargs: dict[str, Any] = {
        "method": "GET",
        "url": "/Inferences/Model/{model_id}/ImageLevelInferences/{page_id}".format(
            model_id=quote(str(model_id), safe=""),
            page_id=quote(str(page_id), safe=""),
        ),
    }
    return _kwargs


def parse_response(response: httpx.Response) -> InferencePage:
    """The answer's content; raises whatever reading it raises when it is not as the contract says."""
    response_200 = InferencePage.from_dict(response.json())

    return response_200
