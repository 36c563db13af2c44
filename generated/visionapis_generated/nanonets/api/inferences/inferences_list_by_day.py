# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ....types import UNSET
from ...models.inference_pages import InferencePages


def build_request(
    model_id: str,
    *,
    current_batch_day: int,
    start_day_interval: int,
) -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""

    params: dict[str, Any] = {
        "current_batch_day": current_batch_day,
        "start_day_interval": start_day_interval,
    }
    params = {name: value for name, value in params.items() if value is not UNSET and value is not None}

    _kwargs: dict[str, Any] = {
        "method": "GET",
        "url": "/Inferences/Model/{model_id}/ImageLevelInferences",
        "path": {
            "model_id": model_id,
        },
        "params": params,
    }
    return _kwargs


def parse_response(response: httpx.Response) -> InferencePages:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return InferencePages.from_dict(response.json())
