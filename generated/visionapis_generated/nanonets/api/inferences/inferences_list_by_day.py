# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any
from urllib.parse import quote

import httpx

from ...models.inference_pages import InferencePages
from ...types import UNSET


def build_request(
    model_id: str,
    *,
    current_batch_day: int,
    start_day_interval: int,
) -> dict[str, Any]:
    """The request as keyword arguments of `httpx.Request`."""

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
    """The answer's content; raises whatever reading it raises when it is not as the contract says."""
    response_200 = InferencePages.from_dict(response.json())

    return response_200
