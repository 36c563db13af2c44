# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ....types import UNSET, Unset
from ...models.label_value_bounds import LabelValueBounds
from ...models.training_image_page import TrainingImagePage


def build_request(
    *,
    labels: str | Unset = UNSET,
    not_labels: str | Unset = UNSET,
    verified: int | Unset = UNSET,
    real: bool | Unset = UNSET,
    test: bool | Unset = UNSET,
    label_values: LabelValueBounds | Unset = UNSET,
    workspace: str | Unset = UNSET,
    page: int | Unset = UNSET,
    page_size: int | Unset = UNSET,
) -> dict[str, Any]:
    """Return the keyword arguments of `httpx.Request`."""

    params: dict[str, Any] = {}

    params["labels"] = labels

    params["not_labels"] = not_labels

    params["verified"] = verified

    params["real"] = real

    params["test"] = test

    json_label_values: dict[str, Any] | Unset = UNSET
    if not isinstance(label_values, Unset):
        json_label_values = label_values.to_dict()
    if not isinstance(json_label_values, Unset):
        params.update(json_label_values)

    params["workspace"] = workspace

    params["page"] = page

    params["page_size"] = page_size

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "GET",
        "url": "/recognition/v2/training-image".format(),
        "params": params,
    }
    return _kwargs


def parse_response(response: httpx.Response) -> TrainingImagePage:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return TrainingImagePage.from_dict(response.json())
