# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.text_answer import TextAnswer
from ...models.text_request import TextRequest


def build_request(
    *,
    body: TextRequest,
) -> dict[str, Any]:
    """The request as keyword arguments of `httpx.Request`."""
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/".format(),
    }
    _kwargs["files"] = body.to_multipart()

    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> TextAnswer:
    """The answer's content; raises whatever reading it raises when it is not as the contract says."""
    response_200 = TextAnswer.from_dict(response.json())

    return response_200
