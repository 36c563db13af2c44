# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.loaded_models import LoadedModels
from ...models.model_to_add import ModelToAdd


def build_request(
    *,
    body: ModelToAdd,
) -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/model/add",
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> LoadedModels:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return LoadedModels.from_dict(response.json())
