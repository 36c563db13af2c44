# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.loaded_models import LoadedModels


def build_request() -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/model/clear",
    }
    return _kwargs


def parse_response(response: httpx.Response) -> LoadedModels:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return LoadedModels.from_dict(response.json())
