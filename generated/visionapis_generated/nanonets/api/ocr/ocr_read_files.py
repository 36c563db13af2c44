# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.full_text import FullText
from ...models.image_files import ImageFiles


def build_request(
    *,
    body: ImageFiles,
) -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/OCR/FullText",
    }
    _kwargs["files"] = body.to_multipart()

    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> FullText:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return FullText.from_dict(response.json())
