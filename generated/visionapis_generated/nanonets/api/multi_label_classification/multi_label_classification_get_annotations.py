# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any
from urllib.parse import quote

import httpx

from ...models.annotations import Annotations


def build_request(
    model_id: str,
) -> dict[str, Any]:
    """Return the keyword arguments of `httpx.Request`."""

    _kwargs: dict[str, Any] = {
        "method": "GET",
        "url": "/MultiLabelClassification/Model/{model_id}/Annotations".format(
            model_id=quote(str(model_id), safe=""),
        ),
    }
    return _kwargs


def parse_response(response: httpx.Response) -> Annotations:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return Annotations.from_dict(response.json())
