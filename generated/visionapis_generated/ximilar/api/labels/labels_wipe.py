# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any
from urllib.parse import quote

import httpx

from ....types import UNSET, Unset


def build_request(
    label_id: str,
    *,
    workspace: str | Unset = UNSET,
) -> dict[str, Any]:
    """Return the keyword arguments of `httpx.Request`."""

    params: dict[str, Any] = {}

    params["workspace"] = workspace

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "DELETE",
        "url": "/recognition/v2/label/{label_id}/wipe".format(
            label_id=quote(str(label_id), safe=""),
        ),
        "params": params,
    }
    return _kwargs


def parse_response(response: httpx.Response) -> None:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return None
