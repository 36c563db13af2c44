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
    """Return the parts of the request, with the arguments as they are."""

    params: dict[str, Any] = {
        "task": task,
        "search": search,
        "type": type_,
        "workspace": workspace,
        "page": page,
        "page_size": page_size,
    }
    params = {name: value for name, value in params.items() if value is not UNSET and value is not None}

    _kwargs: dict[str, Any] = {
        "method": "GET",
        "url": "/recognition/v2/label",
        "params": params,
    }
    return _kwargs


def parse_response(response: httpx.Response) -> LabelPage:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return LabelPage.from_dict(response.json())
