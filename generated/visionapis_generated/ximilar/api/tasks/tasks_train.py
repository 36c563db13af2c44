# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any
from urllib.parse import quote

import httpx

from ...models.training_request import TrainingRequest
from ...models.training_status import TrainingStatus
from ...types import UNSET, Unset


def build_request(
    task_id: str,
    *,
    body: TrainingRequest | Unset = UNSET,
) -> dict[str, Any]:
    """The request as keyword arguments of `httpx.Request`."""
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/recognition/v2/task/{task_id}/train".format(
            task_id=quote(str(task_id), safe=""),
        ),
    }

    if not isinstance(body, Unset):
        _kwargs["json"] = body.to_dict()

    if not isinstance(body, Unset):
        headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> TrainingStatus:
    """The answer's content; raises whatever reading it raises when it is not as the contract says."""
    response_200 = TrainingStatus.from_dict(response.json())

    return response_200
