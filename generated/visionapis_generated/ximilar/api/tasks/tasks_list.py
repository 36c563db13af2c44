# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.task_page import TaskPage
from ...types import UNSET, Unset


def build_request(
    *,
    workspace: str | Unset = UNSET,
    page: int | Unset = UNSET,
    page_size: int | Unset = UNSET,
) -> dict[str, Any]:
    """The request as keyword arguments of `httpx.Request`."""

    params: dict[str, Any] = {}

    params["workspace"] = workspace

    params["page"] = page

    params["page_size"] = page_size

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "GET",
        "url": "/recognition/v2/task".format(),
        "params": params,
    }
    return _kwargs


def parse_response(response: httpx.Response) -> TaskPage:
    """The answer's content; raises whatever reading it raises when it is not as the contract says."""
    response_200 = TaskPage.from_dict(response.json())

    return response_200
