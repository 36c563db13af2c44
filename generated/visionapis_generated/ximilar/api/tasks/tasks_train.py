# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ....types import UNSET, Unset
from ...models.training_request import TrainingRequest
from ...models.training_status import TrainingStatus


def build_request(
    task_id: str,
    *,
    body: TrainingRequest | Unset = UNSET,
) -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/recognition/v2/task/{task_id}/train",
        "path": {
            "task_id": task_id,
        },
    }

    if not isinstance(body, Unset):
        _kwargs["json"] = body.to_dict()

    if not isinstance(body, Unset):
        headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> TrainingStatus:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return TrainingStatus.from_dict(response.json())
