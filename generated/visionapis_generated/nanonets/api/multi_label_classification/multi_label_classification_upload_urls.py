# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any
from urllib.parse import quote

import httpx

from ...models.model import Model
from ...models.multi_label_urls import MultiLabelUrls


def build_request(
    model_id: str,
    *,
    body: MultiLabelUrls,
) -> dict[str, Any]:
    """The request as keyword arguments of `httpx.Request`."""
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/MultiLabelClassification/Model/{model_id}/UploadUrls".format(
            model_id=quote(str(model_id), safe=""),
        ),
    }
    _kwargs["files"] = body.to_multipart()

    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> Model:
    """The answer's content; raises whatever reading it raises when it is not as the contract says."""
    response_200 = Model.from_dict(response.json())

    return response_200
