# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.full_text import FullText
from ...models.picture_files import PictureFiles


def build_request(
    *,
    body: PictureFiles,
) -> dict[str, Any]:
    """The request as keyword arguments of `httpx.Request`."""
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/OCR/FullText".format(),
    }
    _kwargs["files"] = body.to_multipart()

    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> FullText:
    """The answer's content; raises whatever reading it raises when it is not as the contract says."""
    response_200 = FullText.from_dict(response.json())

    return response_200
