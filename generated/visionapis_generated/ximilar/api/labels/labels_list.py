# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ....types import UNSET, Unset
from ...models.label_page import LabelPage
from ...models.labels_list_type import LabelsListType


def build_request(
    *,
    task: str | Unset = UNSET,
    search: str | Unset = UNSET,
    type_: LabelsListType | Unset = UNSET,
    workspace: str | Unset = UNSET,
    page: int | Unset = UNSET,
    page_size: int | Unset = UNSET,
) -> dict[str, Any]:
    """Return the keyword arguments of `httpx.Request`."""

    params: dict[str, Any] = {}

    params["task"] = task

    params["search"] = search

    json_type_: str | Unset = UNSET
    if not isinstance(type_, Unset):
        json_type_ = type_

    params["type"] = json_type_

    params["workspace"] = workspace

    params["page"] = page

    params["page_size"] = page_size

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "GET",
        "url": "/recognition/v2/label".format(),
        "params": params,
    }
    return _kwargs


def parse_response(response: httpx.Response) -> LabelPage:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return LabelPage.from_dict(response.json())
