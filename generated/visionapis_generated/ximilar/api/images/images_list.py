# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.label_value_bounds import LabelValueBounds
from ...models.training_image_page import TrainingImagePage
from ...types import UNSET, Unset


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
    """The request as keyword arguments of `httpx.Request`."""

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
    """The answer's content; raises whatever reading it raises when it is not as the contract says."""
    response_200 = TrainingImagePage.from_dict(response.json())

    return response_200
