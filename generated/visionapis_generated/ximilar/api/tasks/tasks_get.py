# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any
from urllib.parse import quote

import httpx

from ...models.task import Task
from ...types import UNSET, Unset


def build_request(
    task_id: str,
    *,
    workspace: str | Unset = UNSET,
) -> dict[str, Any]:
    """The request as keyword arguments of `httpx.Request`."""

    params: dict[str, Any] = {}

    params["workspace"] = workspace

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "GET",
        "url": "/recognition/v2/task/{task_id}".format(
            task_id=quote(str(task_id), safe=""),
        ),
        "params": params,
    }
    return _kwargs


def parse_response(response: httpx.Response) -> Task:
    """The answer's content; raises whatever reading it raises when it is not as the contract says."""
    response_200 = Task.from_dict(response.json())

    return response_200
