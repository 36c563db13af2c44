# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any
from urllib.parse import quote

import httpx

from ...models.inference_page import InferencePage


def build_request(
    model_id: str,
    page_id: str,
) -> dict[str, Any]:
    """Return the keyword arguments of `httpx.Request`."""

    _kwargs: dict[str, Any] = {
        "method": "GET",
        "url": "/Inferences/Model/{model_id}/ImageLevelInferences/{page_id}".format(
            model_id=quote(str(model_id), safe=""),
            page_id=quote(str(page_id), safe=""),
        ),
    }
    return _kwargs


def parse_response(response: httpx.Response) -> InferencePage:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return InferencePage.from_dict(response.json())
