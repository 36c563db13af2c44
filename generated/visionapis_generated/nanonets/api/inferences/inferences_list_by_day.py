# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any
from urllib.parse import quote

import httpx

from ....types import UNSET
from ...models.inference_pages import InferencePages


def build_request(
    model_id: str,
    *,
    current_batch_day: int,
    start_day_interval: int,
) -> dict[str, Any]:
    """Return the keyword arguments of `httpx.Request`."""

    params: dict[str, Any] = {}

    params["current_batch_day"] = current_batch_day

    params["start_day_interval"] = start_day_interval

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "GET",
        "url": "/Inferences/Model/{model_id}/ImageLevelInferences".format(
            model_id=quote(str(model_id), safe=""),
        ),
        "params": params,
    }
    return _kwargs


def parse_response(response: httpx.Response) -> InferencePages:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return InferencePages.from_dict(response.json())
