# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ....types import UNSET, Unset


def build_request(
    task_id: str,
    *,
    workspace: str | Unset = UNSET,
) -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""

    params: dict[str, Any] = {
        "workspace": workspace,
    }
    params = {name: value for name, value in params.items() if value is not UNSET and value is not None}

    _kwargs: dict[str, Any] = {
        "method": "DELETE",
        "url": "/recognition/v2/task/{task_id}/",
        "path": {
            "task_id": task_id,
        },
        "params": params,
    }
    return _kwargs


def parse_response(response: httpx.Response) -> None:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return None
