# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ....types import UNSET, Unset, to_fields
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
    """Return the parts of the request, with the arguments as they are."""

    params: dict[str, Any] = {
        "labels": labels,
        "not_labels": not_labels,
        "verified": verified,
        "real": real,
        "test": test,
        **to_fields("label_values", label_values),
        "workspace": workspace,
        "page": page,
        "page_size": page_size,
    }
    params = {name: value for name, value in params.items() if value is not UNSET and value is not None}

    _kwargs: dict[str, Any] = {
        "method": "GET",
        "url": "/recognition/v2/training-image",
        "params": params,
    }
    return _kwargs


def parse_response(response: httpx.Response) -> TrainingImagePage:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return TrainingImagePage.from_dict(response.json())
