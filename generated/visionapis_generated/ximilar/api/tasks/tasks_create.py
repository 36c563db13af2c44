# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.new_task import NewTask
from ...models.task import Task


def build_request(
    *,
    body: NewTask,
) -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/recognition/v2/task",
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> Task:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return Task.from_dict(response.json())
