# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ....types import UNSET, Unset
from ...models.task_page import TaskPage


def build_request(
    *,
    workspace: str | Unset = UNSET,
    page: int | Unset = UNSET,
    page_size: int | Unset = UNSET,
) -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""

    params: dict[str, Any] = {
        "workspace": workspace,
        "page": page,
        "page_size": page_size,
    }
    params = {name: value for name, value in params.items() if value is not UNSET and value is not None}

    _kwargs: dict[str, Any] = {
        "method": "GET",
        "url": "/recognition/v2/task",
        "params": params,
    }
    return _kwargs


def parse_response(response: httpx.Response) -> TaskPage:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return TaskPage.from_dict(response.json())
